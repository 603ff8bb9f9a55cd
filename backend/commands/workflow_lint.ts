import { oneWord, print, readArguments, type Command } from '#app/terminal/command'
import { issueLine, lintGraph, readGraphFile } from '#app/terminal/workflow_file'

const count = (number: number, what: string) => `${number} ${what}${number === 1 ? '' : 's'}`

export const command: Command = {
  name: 'workflow:lint',
  usage: 'FILE [--json]',
  summary: 'the faults of a graph file',
  more: 'Exit code 1 when there are errors; warnings alone are 0. --json prints {errors, warnings} as the API does.',
  async run(args) {
    const { values, positionals } = readArguments(args, { json: { type: 'boolean' } })
    const file = oneWord(positionals, 'FILE')
    const { errors, warnings } = await lintGraph(await readGraphFile(file))
    if (values.json === true) print(JSON.stringify({ errors, warnings }, null, 2))
    else {
      for (const issue of [...errors, ...warnings]) print(issueLine(issue))
      print(`${file}: ${count(errors.length, 'error')}, ${count(warnings.length, 'warning')}`)
    }
    return errors.length === 0 ? 0 : 1
  },
}
