import type { Db } from '#app/core/db'
import { RUN_COLUMNS, type RunRow, type StepRow } from '#app/runs/run'

interface OpenVisit {
  seq: number
  node_id: string | null
  entered_at: Date
  wait_kind: string | null
  node_type: string | null
  message: { status: string; reason: string | null; errorCode: number | null; sendAfter: string | null } | null
}

export interface FullRun {
  run: RunRow
  steps: StepRow[]
}

// The visit under way is in the run's own row; its step is written when it ends.
const find = `
  SELECT ${RUN_COLUMNS}, seq, entered_at, wait_kind,
         (SELECT n->>'type' FROM workflow_versions v, jsonb_array_elements(v.graph->'nodes') n
           WHERE v.id = r.version_id AND n->>'id' = r.node_id LIMIT 1) AS node_type,
         (SELECT jsonb_build_object('status', m.status, 'reason', m.reason, 'errorCode', m.error_code, 'sendAfter', m.send_after)
            FROM messages m WHERE m.run_id = r.id AND m.step_seq = r.seq AND m.direction = 'outbound') AS message
    FROM runs r WHERE workspace_id = $1 AND id = $2`

const steps = `
  SELECT seq, node_id, node_type, status, outcome, started_at, finished_at, detail
    FROM steps WHERE run_id = $1 ORDER BY seq`

function visitUnderWay(run: RunRow & OpenVisit): StepRow[] {
  if (run.finished_at !== null || run.node_id === null) return []
  const held = run.message?.status === 'held' ? (run.message.reason ?? 'held') : null
  return [
    {
      seq: run.seq,
      node_id: run.node_id,
      node_type: run.node_type ?? 'unknown',
      status: run.wait_kind === null ? 'running' : 'waiting',
      outcome: held,
      started_at: run.entered_at,
      finished_at: null,
      detail: {
        ...(run.wait_kind === null ? {} : { waitsFor: run.wait_kind }),
        ...(run.message === null ? {} : { message: run.message }),
      },
    },
  ]
}

/** A run with every visit of its walk, the one under way included; null when the workspace has no such run. */
export async function readRun(db: Db, workspaceId: string, id: string): Promise<FullRun | null> {
  const [[run], finished] = await Promise.all([
    db.query<RunRow & OpenVisit>(find, [workspaceId, id]),
    db.query<StepRow>(steps, [id]),
  ])
  if (run === undefined) return null
  const open = visitUnderWay(run).filter((visit) => finished.every((step) => step.seq !== visit.seq))
  return { run, steps: [...finished, ...open] }
}
