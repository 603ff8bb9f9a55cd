import { nowOf } from '#app/engine/sql_now'

/** The end of the next portion, whoever holds its runs. */
export const NEXT_MOVED = `
  SELECT run_id AS until FROM (
    SELECT run_id FROM run_migration_runs WHERE migration_id = $1 AND run_id > $2 ORDER BY run_id LIMIT $3
  ) portion ORDER BY run_id DESC LIMIT 1`

export const LOCK_MOVED = `
  SELECT k.run_id, k.fate, k.epoch AS kept_epoch, k.call_planned, k.before->>'wait_kind' AS before_wait,
    (k.before->>'seq')::integer AS before_seq, k.before->>'wait_key' AS before_key,
    jsonb_typeof(k.before->'signal') <> 'null' AS before_settled,
    r.epoch, r.seq, r.status, r.version_id, r.contact_id, r.archived_at IS NOT NULL AS archived,
    r.wait_kind, r.signal IS NOT NULL AS settled
  FROM run_migration_runs k JOIN runs r ON r.id = k.run_id
  WHERE k.migration_id = $1 AND k.run_id > $2 AND k.run_id <= $3
  FOR UPDATE OF r SKIP LOCKED`

/** Held for share, so that an opt-out waits, and then ends the run that came back. */
export const LOCK_CONTACTS = `
  SELECT c.id, c.opt_in_status = 'opted_out' AS opted_out, EXISTS (
      SELECT FROM runs a WHERE a.contact_id = c.id AND a.workflow_id = $2 AND a.status IN ('ready', 'waiting')
    ) AS has_other
  FROM contacts c WHERE c.id = ANY($1::uuid[]) FOR SHARE OF c SKIP LOCKED`

/** Texts that can still have an outcome: canceled by the migration, or on their way all the time. */
export const LOCK_OPEN_TEXTS = `
  SELECT m.run_id FROM unnest($1::uuid[], $2::integer[]) AS x(run_id, seq)
  JOIN messages m ON m.run_id = x.run_id AND m.step_seq = x.seq AND m.direction = 'outbound'
  WHERE m.status IN ('sending', 'unknown') OR (m.status = 'canceled' AND m.reason = $3)
  FOR UPDATE OF m SKIP LOCKED`

export const OPEN_CHILDREN = `SELECT id FROM runs WHERE id = ANY($1::uuid[]) AND status IN ('ready', 'waiting') FOR SHARE SKIP LOCKED`

/** The visit goes on in the old version again; a wait for the clock or the contact is looked at at once. */
export const RESUME = `
  UPDATE runs r SET version_id = $2, node_id = b.node_id, epoch = r.epoch + 1, wait_kind = b.wait_kind, wait_key = b.wait_key,
    wait_until = CASE WHEN looks THEN coalesce(r.wait_until, r.wake_at, 'infinity') ELSE r.wait_until END,
    wake_at = CASE WHEN looks THEN ${nowOf('r')} ELSE r.wake_at END
  FROM run_migration_runs k, jsonb_populate_record(NULL::runs, k.before) b,
    LATERAL (SELECT b.wait_kind IN ('time', 'reply', 'event') AS looks) l
  WHERE k.migration_id = $1 AND k.run_id = ANY($3::uuid[]) AND r.id = k.run_id`

export const RESTORE = `
  UPDATE runs r SET version_id = $2, status = b.status, exit_reason = NULL, finished_at = NULL, node_id = b.node_id, seq = b.seq,
    entered_at = b.entered_at, wait_kind = b.wait_kind, wait_key = b.wait_key, wake_at = b.wake_at, wait_until = b.wait_until,
    signal = b.signal, pending_reply = coalesce(r.pending_reply, b.pending_reply), steps_used = b.steps_used,
    since_wait = b.since_wait, lane = b.lane, epoch = r.epoch + 1
  FROM run_migration_runs k, jsonb_populate_record(NULL::runs, k.before) b
  WHERE k.migration_id = $1 AND k.run_id = ANY($3::uuid[]) AND r.id = k.run_id`

/** The visit that was cut short goes on, and will be recorded and counted when it ends. */
export const FORGET_LEFT_VISITS = `
  WITH visits AS (
    DELETE FROM steps s USING unnest($1::uuid[], $2::integer[]) AS x(run_id, seq)
    WHERE s.run_id = x.run_id AND s.seq = x.seq RETURNING s.node_id, s.status, s.outcome
  )
  INSERT INTO workflow_counts (workflow_id, n, node_id, status, outcome)
  SELECT $3, -count(*), node_id, status, outcome FROM visits GROUP BY node_id, status, outcome`

export const PLAN_TEXTS_AGAIN = `
  UPDATE messages m SET status = 'planned', reason = NULL, held_by = NULL, send_after = ${nowOf('m')}
  FROM unnest($1::uuid[], $2::integer[]) AS x(run_id, seq)
  WHERE m.run_id = x.run_id AND m.step_seq = x.seq AND m.status = 'canceled' AND m.reason = $3`

export const PLAN_CALLS_AGAIN = `
  UPDATE effects e SET status = 'planned', due_at = clock_timestamp(), finished_at = NULL, epoch = e.epoch + 1
  FROM unnest($1::uuid[], $2::integer[]) AS x(run_id, seq)
  WHERE e.run_id = x.run_id AND e.step_seq = x.seq AND e.status = 'canceled'`

export const FORGET_MOVES = `DELETE FROM run_migration_runs WHERE migration_id = $1 AND run_id = ANY($2::uuid[])`
