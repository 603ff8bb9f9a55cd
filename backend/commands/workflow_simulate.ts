import { simulate } from '@soniarose/core'
import { note, oneWord, print, readArguments, type Command } from '#app/terminal/command'
import { readJson } from '#app/terminal/files'
import { tellStory } from '#app/terminal/story'
import { readGraphFile, refuseErrors, scenariosIn } from '#app/terminal/workflow_file'

export const command: Command = {
  name: 'workflow:simulate',
  usage: 'FILE [--scenario FILE] [--json]',
  summary: 'walk through a graph file without sending anything',
  more: [
    'Plays the workflow in virtual time with one contact, who says nothing unless a scenario has them reply.',
    'Texts count as accepted; plugins and HTTP requests give what the scenario says, and are not called.',
    '--scenario FILE   a file with one scenario or several; what they expect and do not get is printed, and the exit code is 1',
    '--json            one JSON object a scenario, on a line of its own',
  ].join('\n'),
  async run(args) {
    const { values, positionals } = readArguments(args, { scenario: { type: 'string' }, json: { type: 'boolean' } })
    const file = oneWord(positionals, 'FILE')
    const graph = await readGraphFile(file)
    await refuseErrors(graph, file)
    const scenarios =
      values.scenario === undefined
        ? scenariosIn({}, file)
        : scenariosIn(await readJson(values.scenario), values.scenario)
    let problems = 0
    for (const scenario of scenarios) {
      const simulation = simulate(graph, scenario)
      problems += simulation.problems.length
      if (values.json === true) {
        print(JSON.stringify({ scenario: scenario.name, ...simulation }))
        continue
      }
      if (scenarios.length > 1) print(`\n${scenario.name}`)
      for (const line of tellStory(simulation, scenario)) print(line)
      for (const problem of simulation.problems) note(`✗ ${problem}`)
    }
    return problems === 0 ? 0 : 1
  },
}
