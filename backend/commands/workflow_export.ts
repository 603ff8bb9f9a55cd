import { CommandFailure, oneWord, print, readArguments, type Command } from '#app/terminal/command'
import { withDatabase } from '#app/terminal/database'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

export const command: Command = {
  name: 'workflow:export',
  usage: 'ID [--published]',
  summary: 'write a workflow’s graph to standard output',
  more: 'The draft as it stands; with --published, the version that runs now.',
  async run(args) {
    const { values, positionals } = readArguments(args, { published: { type: 'boolean' } })
    const id = oneWord(positionals, 'ID')
    if (!uuid.test(id))
      throw new CommandFailure(`"${id}" is no workflow's id; the address of its page ends with the id.`)
    const [row] = await withDatabase((db) =>
      db.query<{ draft: unknown; published: unknown }>(
        `SELECT w.draft, v.graph AS published FROM workflows w
           LEFT JOIN workflow_versions v ON v.id = w.published_version_id WHERE w.id = $1`,
        [id],
      ),
    )
    if (row === undefined) throw new CommandFailure(`There is no workflow ${id}.`)
    const graph = values.published === true ? row.published : row.draft
    if (graph === null)
      throw new CommandFailure('This workflow has not been published yet; leave out --published for its draft.')
    print(JSON.stringify(graph, null, 2))
    return 0
  },
}
