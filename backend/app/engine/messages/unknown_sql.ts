/** When an `unknown` is looked at again: by the workflow's own policy, else by the workspace's. */
const GRACE = `
  coalesce(
    (SELECT v.graph #>> '{settings,unknownPolicy,after}' FROM runs r JOIN workflow_versions v ON v.id = r.version_id WHERE r.id = m.run_id),
    w.settings #>> '{unknownPolicy,after}', 'PT24H')::interval`

const SET_UNKNOWN = `
  status = 'unknown', deadline_at = NULL,
  unknown_since = date_trunc('milliseconds', clock_timestamp() + w.clock_offset),
  send_after = date_trunc('milliseconds', clock_timestamp() + w.clock_offset) + ${GRACE}`

/** Attempts that came to no known end, as evidence that outlives whatever becomes of the text. */
const NOTE_UNKNOWN = `
  INSERT INTO attempts (id, workspace_id, message_id, number, started_at, finished_at, outcome, error)
  SELECT attempt_id, workspace_id, id, attempt, clock_timestamp(), clock_timestamp(), 'unknown', reason FROM marked
  ON CONFLICT DO NOTHING`

/**
 * Holds the runs of some attempts' texts before the texts themselves, so that nobody ends one while it is judged whether
 * its text goes back to the plan.
 */
export const LOCK_RUNS_OF_ATTEMPTS = {
  name: 'lock_runs_of_attempts',
  text: `
    SELECT FROM runs r WHERE r.id IN (
      SELECT m.run_id FROM messages m WHERE m.attempt_id = ANY($1::uuid[]) AND m.status IN ('sending', 'unknown'))
    ORDER BY r.id FOR SHARE`,
}

/** Whether somebody still wants the text `m`: a person, or a run that has neither ended nor gone on without it. */
export const IS_AWAITED = `(m.run_id IS NULL OR EXISTS (
  SELECT FROM runs r
  WHERE r.id = m.run_id AND r.status = 'waiting' AND r.wait_kind = 'message' AND r.wait_key = m.id::text))`

/** Attempts whose outcome can't be known. The run stays where it is until something tells, or the grace ends. */
export const MARK_UNKNOWN = {
  name: 'mark_unknown',
  text: `
    WITH marked AS (
      UPDATE messages m SET ${SET_UNKNOWN}, reason = x.reason
      FROM json_to_recordset($1::json) AS x("attemptId" uuid, reason text)
      CROSS JOIN workspaces w
      WHERE m.attempt_id = x."attemptId" AND m.status = 'sending' AND w.id = m.workspace_id
      RETURNING m.attempt_id, m.workspace_id, m.id, m.attempt, m.reason
    ), noted AS (${NOTE_UNKNOWN})
    SELECT workspace_id FROM marked`,
}

/** Claims whose deadline has passed: their process is gone, frozen, or cut off. */
export const EXPIRE_CLAIMS = {
  name: 'expire_claims',
  text: `
    WITH marked AS (
      UPDATE messages m SET ${SET_UNKNOWN}, reason = 'The worker that was sending it gave no answer in time.'
      FROM workspaces w
      WHERE m.status = 'sending' AND m.deadline_at < clock_timestamp() AND w.id = m.workspace_id
      RETURNING m.attempt_id, m.workspace_id, m.id, m.attempt, m.reason
    ), noted AS (${NOTE_UNKNOWN})
    SELECT workspace_id FROM marked`,
}

/**
 * Never posted, by the word of the process that had claimed them, or of its journal. The attempt keeps its number: it may
 * have been noted as unknown before.
 */
export const TAKE_BACK = {
  name: 'take_back',
  text: `
    UPDATE messages m SET
      status = CASE WHEN ${IS_AWAITED} THEN 'planned' ELSE 'canceled' END,
      reason = CASE WHEN NOT ${IS_AWAITED} THEN 'not_awaited' END,
      send_after = CASE WHEN ${IS_AWAITED} THEN date_trunc('milliseconds', clock_timestamp() + w.clock_offset) END,
      attempt_id = NULL, deadline_at = NULL, unknown_since = NULL
    FROM workspaces w
    WHERE m.attempt_id = ANY($1::uuid[]) AND m.status IN ('sending', 'unknown') AND w.id = m.workspace_id
    RETURNING m.workspace_id`,
}

/** Unknown texts whose grace has ended, with the policy that holds for them. */
export const ENDED_GRACES = {
  name: 'ended_graces',
  text: `
    SELECT m.id, m.run_id, coalesce(
      (SELECT v.graph #>> '{settings,unknownPolicy,then}' FROM runs r JOIN workflow_versions v ON v.id = r.version_id WHERE r.id = m.run_id),
      w.settings #>> '{unknownPolicy,then}', 'skip') AS policy
    FROM workspaces w
    CROSS JOIN LATERAL (
      SELECT * FROM messages u
      WHERE u.workspace_id = w.id AND u.lane IN (0, 1) AND u.status = 'unknown'
        AND u.send_after <= statement_timestamp() + w.clock_offset
      LIMIT 200 FOR UPDATE SKIP LOCKED
    ) m`,
}

/** What nobody waits for any more is not sent again, whatever the policy says. */
export const END_GRACES = {
  name: 'end_graces',
  text: `
    UPDATE messages m SET
      status = CASE WHEN x.policy = 'resend' AND ${IS_AWAITED} THEN 'planned' ELSE 'unknown' END,
      send_after = CASE WHEN x.policy = 'resend' AND ${IS_AWAITED} THEN m.send_after END,
      reason = CASE WHEN x.policy = 'resend' AND ${IS_AWAITED} THEN 'resent_by_policy' WHEN x.policy = 'hold' THEN 'held_by_policy'
        ELSE 'unknown_expired' END
    FROM json_to_recordset($1::json) AS x(id uuid, policy text) WHERE m.id = x.id`,
}
