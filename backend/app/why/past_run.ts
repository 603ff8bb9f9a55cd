import { unitHash, type PastVisit, type RunStatus } from '@soniarose/core'
import type { Graph } from '@soniarose/graph'
import type { Db } from '#app/core/db'
import type { FullRun } from '#app/runs/read_run'
import { readVersion } from '#app/why/read_version'

/** A run as it stood at a moment. */
export interface PastRun {
  id: string
  version: number
  graph: Graph
  visits: PastVisit[]
  status: RunStatus
  exitReason: string | null
  /** Epoch milliseconds: when it goes on by itself; null: only the outside lets it, or it has ended. */
  wakeAt: number | null
  /** The goal or exit rule that ended it. */
  exit: { kind: string; at: number; data: Record<string, unknown> } | null
}

const EXIT = `
  SELECT kind, at, data FROM timeline_events
  WHERE contact_id = $1 AND kind IN ('goal_reached', 'exit_rule') AND data->>'runId' = $2 AND at <= $3
  ORDER BY at DESC LIMIT 1`

/** What was known of a run at a moment: visits that began later are not there, and what ended later was under way. */
export async function pastRun(db: Db, { run, steps }: FullRun, at: Date): Promise<PastRun> {
  const { number: version, graph } = await readVersion(db, run.version_id)
  const [exit] = await db.query<{ kind: string; at: Date; data: Record<string, unknown> }>(EXIT, [
    run.contact_id,
    run.id,
    at,
  ])
  const isOver = run.finished_at !== null && run.finished_at <= at
  const wakeAt = run.wait_until ?? run.wake_at
  return {
    id: run.id,
    version,
    graph,
    visits: steps.filter((step) => step.started_at <= at).map((step) => withPlace(visitAt(step, at), run)),
    status: isOver ? run.status : 'waiting',
    exitReason: isOver ? run.exit_reason : null,
    wakeAt: run.finished_at === null ? (wakeAt?.getTime() ?? null) : null,
    exit: exit ? { ...exit, at: exit.at.getTime() } : null,
  }
}

/** What decides at a split is the person's fixed place, which follows from who and where, and so is not kept. */
function withPlace(visit: PastVisit, run: FullRun['run']): PastVisit {
  if (visit.nodeType !== 'split' || visit.finishedAt === null) return visit
  const place = unitHash(`${run.workflow_id}/${visit.nodeId}/${run.contact_id}`)
  return { ...visit, detail: { ...visit.detail, place } }
}

function visitAt(step: FullRun['steps'][number], at: Date): PastVisit {
  const { seq, node_id: nodeId, node_type: nodeType, started_at: startedAt } = step
  const visit = { seq, nodeId, nodeType, startedAt: startedAt.getTime() }
  if (step.finished_at === null || step.finished_at > at)
    return { ...visit, status: 'waiting', outcome: null, finishedAt: null, detail: {} }
  const detail: PastVisit['detail'] = JSON.parse(JSON.stringify(step.detail ?? {}))
  return { ...visit, status: step.status, outcome: step.outcome, finishedAt: step.finished_at.getTime(), detail }
}
