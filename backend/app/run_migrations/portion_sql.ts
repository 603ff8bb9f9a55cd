import { nowOf } from '#app/engine/sql_now'

/** By runs_status: by `workflow_id = $1` alone the planner might walk all runs by their primary key. */
const nextUnderWay = (status: 'ready' | 'waiting'): string => `
  (SELECT id FROM runs WHERE (workflow_id, status, id) > ($1, '${status}', $2) AND (workflow_id, status) <= ($1, '${status}')
   ORDER BY workflow_id, status, id LIMIT 4000)`

/** The end of the next stretch of a workflow's runs that are under way: it keeps each statement short. */
export const WINDOW = `
  SELECT id AS until FROM (
    SELECT id FROM (${nextUnderWay('ready')} UNION ALL ${nextUnderWay('waiting')}) standing ORDER BY id LIMIT 4000
  ) stretch
  ORDER BY id DESC LIMIT 1`

export const LOCK_RUNS = `
  SELECT id, node_id, seq, wait_kind, signal IS NOT NULL AS settled
  FROM runs
  WHERE workflow_id = $1 AND version_id = $2 AND id > $3 AND id <= $4
    AND status IN ('ready', 'waiting') AND node_id = ANY($5::text[])
  ORDER BY id LIMIT $6 FOR UPDATE SKIP LOCKED`

/** One that the sender has in hand is absent. */
export const LOCK_TEXTS = `
  SELECT m.run_id, m.status FROM unnest($1::uuid[], $2::integer[]) AS x(run_id, seq)
  JOIN messages m ON m.run_id = x.run_id AND m.step_seq = x.seq AND m.direction = 'outbound'
  FOR UPDATE OF m SKIP LOCKED`

export const LOCK_CALLS = `
  SELECT e.run_id, e.status FROM unnest($1::uuid[], $2::integer[]) AS x(run_id, seq)
  JOIN effects e ON e.run_id = x.run_id AND e.step_seq = x.seq
  FOR UPDATE OF e SKIP LOCKED`

const MOVES = `json_to_recordset($1::json) AS x(id uuid, "to" text, "waitKind" text, "waitKey" text, retime boolean, "nodeType" text)`

/** The runs as they are, before they are changed. */
export const KEEP = `
  INSERT INTO run_migration_runs (migration_id, run_id, fate, epoch, call_planned, before)
  SELECT $1, r.id, x.fate, r.epoch + 1, x."callPlanned", jsonb_build_object(
    'status', r.status, 'node_id', r.node_id, 'seq', r.seq, 'entered_at', r.entered_at, 'wait_kind', r.wait_kind,
    'wait_key', r.wait_key, 'wake_at', r.wake_at, 'wait_until', r.wait_until, 'signal', r.signal,
    'pending_reply', r.pending_reply, 'steps_used', r.steps_used, 'since_wait', r.since_wait, 'lane', r.lane)
  FROM json_to_recordset($2::json) AS x(id uuid, fate text, "callPlanned" boolean) JOIN runs r ON r.id = x.id`

/** The visit goes on. One whose settings have changed is looked at at once, and then knows its new end. */
export const GO_ON = `
  UPDATE runs r SET version_id = $2, node_id = x."to", epoch = r.epoch + 1,
    wait_kind = coalesce(x."waitKind", r.wait_kind), wait_key = CASE WHEN x."waitKind" IS NULL THEN r.wait_key ELSE x."waitKey" END,
    wait_until = CASE WHEN x.retime THEN coalesce(r.wait_until, r.wake_at, 'infinity') ELSE r.wait_until END,
    wake_at = CASE WHEN x.retime THEN ${nowOf('r')} ELSE r.wake_at END,
    lane = CASE WHEN x.retime THEN 1 ELSE r.lane END
  FROM ${MOVES} WHERE r.id = x.id`

export const RECORD_LEFT_VISITS = `
  INSERT INTO steps (run_id, seq, workspace_id, started_at, finished_at, node_id, node_type, status, outcome, detail)
  SELECT r.id, r.seq, r.workspace_id, r.entered_at, ${nowOf('r')}, r.node_id, x."nodeType", 'canceled', $4,
    jsonb_build_object('migrationId', $2::text, 'toVersion', $3::integer, 'toNode', x."to")
  FROM ${MOVES} JOIN runs r ON r.id = x.id`

/** A new visit, in the slow lane: many at once must not keep a reply waiting. */
export const ENTER = `
  UPDATE runs r SET version_id = $2, node_id = x."to", seq = r.seq + 1, epoch = r.epoch + 1, status = 'ready', lane = 1,
    entered_at = ${nowOf('r')}, wake_at = ${nowOf('r')}, wait_until = NULL, wait_kind = NULL, wait_key = NULL, signal = NULL,
    steps_used = r.steps_used + 1, since_wait = 1, failures = 0
  FROM ${MOVES} WHERE r.id = x.id`

export const CANCEL_CALLS = `
  UPDATE effects SET status = 'canceled', finished_at = clock_timestamp(), lease_until = NULL, epoch = epoch + 1
  WHERE run_id = ANY($1::uuid[]) AND status = 'planned'`
