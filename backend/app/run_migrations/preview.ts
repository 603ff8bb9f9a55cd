import type { z } from 'zod'
import { fateOf, planMigration, type MigrationChoice, type MigrationFault, type PlannedNode } from '@soniarose/core'
import { titleOf } from '@soniarose/graph'
import type { EngineClient } from '#app/engine/pool'
import { count, toCounts, type previewSchema, type Tally } from './migration.ts'
import type { MigrationVersion } from './read_versions.ts'
import { standingOf, type StandingRow } from './standing.ts'

type Preview = z.input<typeof previewSchema>
type PreviewNode = Preview['nodes'][number]

interface SurveyRow extends StandingRow {
  node_id: string
  runs: number
}

/** The runs under way by node and by what they wait for: a few rows, however many runs there are. */
const SURVEY = `
  SELECT r.node_id, r.wait_kind, r.signal IS NOT NULL AS settled, m.status AS text, e.status AS call, count(*)::integer AS runs
  FROM runs r
  LEFT JOIN messages m ON r.wait_kind = 'message' AND m.run_id = r.id AND m.step_seq = r.seq AND m.direction = 'outbound'
  LEFT JOIN effects e ON r.wait_kind = 'effect' AND e.run_id = r.id AND e.step_seq = r.seq
  WHERE r.workflow_id = $1 AND r.version_id = $2 AND r.status IN ('ready', 'waiting')
  GROUP BY 1, 2, 3, 4, 5 ORDER BY 1`

/** What a migration would do, counted; nothing is changed. */
export async function previewMigration(
  db: EngineClient,
  { from, to }: { from: MigrationVersion; to: MigrationVersion },
  workflow: { id: string; choices: ReadonlyMap<string, MigrationChoice> },
): Promise<{ preview: Preview; faults: MigrationFault[] }> {
  const { rows } = await db.query<SurveyRow>(SURVEY, [workflow.id, from.id])
  const standing = new Set(rows.map((row) => row.node_id))
  const { nodes, faults } = planMigration({ from: from.graph, to: to.graph }, workflow.choices, standing)
  const totals: Tally = {}
  const previewed = [...nodes].map(([nodeId, planned]): PreviewNode => {
    const own = rows.filter((row) => row.node_id === nodeId)
    return previewNode({ nodeId, planned, from }, own, totals)
  })
  const runs = rows.reduce((sum, row) => sum + row.runs, 0)
  const preview = {
    fromVersion: { id: from.id, number: from.number },
    toVersion: { id: to.id, number: to.number },
    runs,
    nodes: inOrderOf(from, previewed),
    totals: toCounts(totals),
  }
  return { preview, faults }
}

function previewNode(
  { nodeId, planned, from }: { nodeId: string; planned: PlannedNode; from: MigrationVersion },
  rows: readonly SurveyRow[],
  totals: Tally,
): PreviewNode {
  const node = from.graph.nodes.find((each) => each.id === nodeId)
  const { plan, isDefault, why } = planned
  const tally: Tally = {}
  for (const row of rows) for (const each of [tally, totals]) addFate(each, planned, row)
  return {
    nodeId,
    nodeType: node?.type ?? 'unknown',
    title: node ? titleOf(node) : nodeId,
    runs: rows.reduce((sum, row) => sum + row.runs, 0),
    choice: plan.action === 'move' ? { action: 'move', to: plan.to } : { action: plan.action },
    isDefault,
    why,
    ...toCounts(tally),
  }
}

const COUNTED = { go_on: 'goOn', enter: 'enter', exit: 'exit', stay: 'stay' } as const

function addFate(tally: Tally, { plan }: PlannedNode, row: SurveyRow): void {
  const fate = fateOf(plan, standingOf(row))
  if (fate.kind === 'refused') return count((tally.refused ??= {}), fate.reason, row.runs)
  const name = COUNTED[fate.kind]
  tally[name] = (tally[name] ?? 0) + row.runs
  if (fate.kind === 'go_on' && fate.retime) tally.retimed = (tally.retimed ?? 0) + row.runs
  const leaves = fate.kind === 'enter' || fate.kind === 'exit'
  if (leaves && (row.text === 'planned' || row.text === 'held'))
    tally.textsCanceled = (tally.textsCanceled ?? 0) + row.runs
}

/** As they come in the workflow. */
function inOrderOf({ graph }: MigrationVersion, nodes: PreviewNode[]): PreviewNode[] {
  const place = new Map(graph.nodes.map((node, index) => [node.id, index]))
  return nodes.toSorted((a, b) => (place.get(a.nodeId) ?? Infinity) - (place.get(b.nodeId) ?? Infinity))
}
