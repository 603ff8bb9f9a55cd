import { StoreUnavailable, type RunWrite, type StepWrite } from '@soniarose/worker'
import { JsonRows } from '../json_rows.ts'
import type { EngineClient } from '../pool.ts'

const RUNS = new JsonRows<RunWrite>({
  id: 'uuid',
  epoch: 'integer',
  nodeId: 'text',
  seq: 'integer',
  enteredAt: 'float8',
  status: 'text',
  exitReason: 'text',
  finishedAt: 'float8',
  waitKind: 'text',
  waitKey: 'text',
  wakeAt: 'float8',
  vars: 'jsonb',
  stepsUsed: 'integer',
  sinceWait: 'smallint',
  dropReply: 'boolean',
})

const UPDATE_RUNS = {
  name: 'update_runs',
  text: `
    WITH written AS (
    UPDATE runs r SET
      node_id = x."nodeId", seq = x.seq, entered_at = to_timestamp(x."enteredAt" / 1000),
      status = x.status, exit_reason = x."exitReason", finished_at = to_timestamp(x."finishedAt" / 1000),
      wait_kind = x."waitKind", wait_key = x."waitKey", wake_at = to_timestamp(x."wakeAt" / 1000),
      vars = coalesce(x.vars, r.vars), steps_used = x."stepsUsed", since_wait = x."sinceWait",
      epoch = r.epoch + 1, failures = 0, signal = NULL, wait_until = NULL,
      pending_reply = CASE WHEN x."dropReply" THEN NULL ELSE r.pending_reply END,
      counted_epoch = CASE WHEN x."finishedAt" IS NOT NULL THEN r.epoch + 1 END
    FROM ${RUNS.sql('$1')}
    WHERE r.id = x.id AND r.epoch = x.epoch
    RETURNING r.workflow_id, r.status, r.finished_at
    ), counted AS (
      INSERT INTO workflow_counts (workflow_id, n, node_id, status)
      SELECT workflow_id, count(*), '', status FROM written WHERE finished_at IS NOT NULL GROUP BY workflow_id, status
    )
    SELECT count(*)::integer AS runs FROM written`,
}

const STEPS = new JsonRows<StepWrite>({
  runId: 'uuid',
  seq: 'integer',
  workspaceId: 'uuid',
  startedAt: 'float8',
  finishedAt: 'float8',
  nodeId: 'text',
  nodeType: 'text',
  status: 'text',
  outcome: 'text',
  detail: 'jsonb',
})

const INSERT_STEPS = {
  name: 'insert_steps',
  text: `
    INSERT INTO steps (run_id, seq, workspace_id, started_at, finished_at, node_id, node_type, status, outcome, detail)
    SELECT x."runId", x.seq, x."workspaceId", to_timestamp(x."startedAt" / 1000), to_timestamp(x."finishedAt" / 1000),
      x."nodeId", x."nodeType", x.status, x.outcome, x.detail
    FROM ${STEPS.sql('$1')}`,
}

/** @throws StoreUnavailable when somebody else changed one of the runs: all of the batch is then void */
export async function writeRuns(client: EngineClient, runs: readonly RunWrite[]): Promise<void> {
  const { rows } = await client.query<{ runs: number }>({ ...UPDATE_RUNS, values: [RUNS.encode(runs)] })
  const written = rows[0]?.runs ?? 0
  if (written !== runs.length) {
    throw new StoreUnavailable(`Only ${written} of ${runs.length} runs were still as they had been claimed.`)
  }
}

export async function writeSteps(client: EngineClient, steps: readonly StepWrite[]): Promise<void> {
  if (steps.length > 0) await client.query({ ...INSERT_STEPS, values: [STEPS.encode(steps)] })
}
