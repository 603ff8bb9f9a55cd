import { simulate } from '@soniarose/core'
import { CommandFailure, print, readArguments, type Command } from '#app/terminal/command'
import { readSuite } from '#app/terminal/scenario_file'
import { refuseErrors } from '#app/terminal/workflow_file'

export const command: Command = {
  name: 'workflow:test',
  usage: 'FILE…',
  summary: 'play a graph file’s scenarios',
  more: [
    'FILE is a workflow with "scenarios" in it or beside it (welcome.json and welcome.scenarios.json), or a file of',
    'scenarios that names its workflow. Ends with the line "N passed, N failed"; exit code 1 when one failed.',
  ].join('\n'),
  async run(args) {
    const { positionals } = readArguments(args, {})
    if (positionals.length === 0) throw new CommandFailure('FILE is missing. Add --help to see what the command takes.')
    let passed = 0
    let failed = 0
    for (const file of positionals) {
      const { graph, workflowPath, scenarios } = await readSuite(file)
      await refuseErrors(graph, workflowPath)
      print(file)
      for (const scenario of scenarios) {
        const { problems } = simulate(graph, scenario)
        print(`  ${problems.length === 0 ? '✓' : '✗'} ${scenario.name}`)
        for (const problem of problems) print(`      ${problem}`)
        if (problems.length === 0) passed += 1
        else failed += 1
      }
    }
    print(`${passed} passed, ${failed} failed`)
    return failed === 0 ? 0 : 1
  },
}
