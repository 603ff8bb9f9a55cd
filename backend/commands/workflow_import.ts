import { importStudioFlow, isStudioFlow, type ImportReport } from '@soniarose/studio-import'
import type { Graph } from '@soniarose/graph'
import { CommandFailure, note, oneWord, print, readArguments, type Command } from '#app/terminal/command'
import { withDatabase } from '#app/terminal/database'
import { readJson, readText } from '#app/terminal/files'
import { graphIn, issueLine, lintGraph } from '#app/terminal/workflow_file'
import type { Db } from '#app/core/db'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** One line for each widget of the flow, and one for each thing that a person should look at. */
function reportLines({ lines, counts }: ImportReport): string[] {
  return [
    ...lines.flatMap(({ state, widget, fate, nodeIds, notes }) => [
      `${fate.padEnd(11)}  ${state} (${widget})${nodeIds.length === 0 ? '' : ` → ${nodeIds.join(', ')}`}`,
      ...notes.map((text) => `             ${text}`),
    ]),
    `${counts.mapped} mapped, ${counts.review} to review, ${counts.placeholder} placeholders`,
  ]
}

async function readWorkflow(file: string): Promise<Graph> {
  const json = await readJson(file)
  if (!isStudioFlow(json)) return graphIn(json, file)
  const imported = importStudioFlow(await readText(file))
  if (!imported.ok) throw new CommandFailure(`${file}: ${imported.message}`)
  for (const line of reportLines(imported.report)) print(line)
  return imported.graph
}

interface Workspace {
  id: string
  name: string
}

async function findWorkspace(db: Db, asked: string | undefined): Promise<Workspace> {
  const rows = await db.query<Workspace>(
    `SELECT id, name FROM workspaces WHERE $1::text IS NULL OR name = $1 OR id = $2::uuid ORDER BY created_at, id LIMIT 2`,
    [asked ?? null, asked !== undefined && uuid.test(asked) ? asked : null],
  )
  const [first, second] = rows
  if (first === undefined)
    throw new CommandFailure(
      asked === undefined ? 'There is no workspace yet; run: node ace.js start' : `There is no workspace "${asked}".`,
    )
  if (asked !== undefined && second !== undefined)
    throw new CommandFailure(`Several workspaces are called "${asked}"; give the id of one.`)
  return first
}

async function store(db: Db, workspaceId: string, graph: Graph): Promise<string> {
  const [row] = await db.query<{ id: string }>(
    'INSERT INTO workflows (workspace_id, name, draft) VALUES ($1, $2, $3) RETURNING id',
    [workspaceId, graph.name.slice(0, 120) || 'Imported', JSON.stringify(graph)],
  )
  if (row === undefined) throw new Error('the workflow was not stored')
  return row.id
}

export const command: Command = {
  name: 'workflow:import',
  usage: 'FILE [--workspace WORKSPACE]',
  summary: 'make a workflow from a graph file or a Twilio Studio flow',
  more: 'Makes a draft; nothing is sent before you publish it. WORKSPACE is an id or a name; the first one when left out.',
  async run(args) {
    const { values, positionals } = readArguments(args, { workspace: { type: 'string' } })
    const graph = await readWorkflow(oneWord(positionals, 'FILE'))
    const made = await withDatabase(async (db) => {
      const workspace = await findWorkspace(db, values.workspace)
      return { workspace, id: await store(db, workspace.id, graph) }
    })
    print(`Made the draft "${graph.name}" in the workspace "${made.workspace.name}": ${made.id}`)
    const { errors } = await lintGraph(graph)
    if (errors.length > 0)
      note(
        [`Before it can be published, mend ${errors.length === 1 ? 'this' : 'these'}:`, ...errors.map(issueLine)].join(
          '\n',
        ),
      )
    return 0
  },
}
