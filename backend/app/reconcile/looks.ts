import type { EngineClient } from '#app/engine/pool'

/**
 * When a text of unknown fate is looked for, after its attempt. The last look comes before the grace of a day ends, after
 * which a workflow's policy may send it again.
 */
const UNKNOWN_AGES = ['60 seconds', '5 minutes', '30 minutes', '6 hours', '23 hours 50 minutes']
/** When a text that stays in a status is asked for. Carriers may never confirm: after a day nobody asks any more. */
const STUCK_AGES = ['10 minutes', '1 hour', '6 hours', '24 hours']
/** After the provider could not be asked. */
const TRY_AGAIN = '60 seconds'
/** Whatever came in between, nobody asks about an attempt that is older: an account may never answer again. */
const TOO_OLD = `interval '2 days'`

const begunAt = (attempt: string): string => `uuid_extract_timestamp(${attempt})`

const NOTE_UNKNOWN = {
  name: 'note_unknown',
  text: `
    INSERT INTO reconciliations (attempt_id, message_id, workspace_id, kind, next_at)
    SELECT m.attempt_id, m.id, m.workspace_id, 'unknown', ${begunAt('m.attempt_id')} + $1::interval
    FROM workspaces w
    CROSS JOIN LATERAL (
      SELECT * FROM messages u
      WHERE u.workspace_id = w.id AND u.status = 'unknown' AND u.attempt_id IS NOT NULL
        AND ${begunAt('u.attempt_id')} > clock_timestamp() - ${TOO_OLD}
        AND NOT EXISTS (SELECT FROM reconciliations r WHERE r.attempt_id = u.attempt_id)
      LIMIT 1000
    ) m
    ON CONFLICT DO NOTHING`,
}

/**
 * Attempts are walked through in the order of their ids, which is that of their beginning, so that nothing has to be
 * written for a text that fares as it should.
 */
const NOTE_STUCK = {
  name: 'note_stuck',
  text: `
    WITH progress AS (
      SELECT attempts_until FROM reconcile_progress FOR UPDATE SKIP LOCKED
    ), seen AS MATERIALIZED (
      SELECT a.id, a.message_id, a.workspace_id FROM progress p
      CROSS JOIN LATERAL (
        SELECT * FROM attempts t WHERE t.id > p.attempts_until
          AND t.id < (SELECT uuidv7(-$1::interval)) ORDER BY t.id LIMIT 5000
      ) a
    ), noted AS (
      INSERT INTO reconciliations (attempt_id, message_id, workspace_id, kind, next_at)
      SELECT s.id, s.message_id, s.workspace_id, 'stuck', clock_timestamp()
      FROM seen s JOIN messages m ON m.id = s.message_id
      WHERE m.attempt_id = s.id AND m.status IN ('queued', 'sent') AND m.provider_sid IS NOT NULL
      ON CONFLICT DO NOTHING
    )
    UPDATE reconcile_progress SET attempts_until = (SELECT id FROM seen ORDER BY id DESC LIMIT 1)
    WHERE EXISTS (SELECT FROM seen)`,
}

const CLAIM = {
  name: 'claim_looks',
  text: `
    WITH due AS (
      SELECT attempt_id FROM reconciliations WHERE next_at <= clock_timestamp()
      ORDER BY next_at LIMIT $3 FOR UPDATE SKIP LOCKED
    ), claimed AS (
      UPDATE reconciliations r SET looks = r.looks + 1, last_at = clock_timestamp(),
        next_at = ${begunAt('r.attempt_id')}
          + CASE r.kind WHEN 'unknown' THEN ($1::interval[])[r.looks + 2] ELSE ($2::interval[])[r.looks + 2] END
      FROM due WHERE r.attempt_id = due.attempt_id
      RETURNING r.attempt_id, r.message_id, r.kind
    )
    SELECT c.attempt_id, c.kind, m.id, m.workspace_id, m.contact_id, m.sender_id, m.provider_sid, m.status, m.to_address AS "to"
    FROM claimed c
    LEFT JOIN messages m ON m.id = c.message_id AND m.attempt_id = c.attempt_id`,
}

/** A text that the provider is to be asked about now. */
export interface Look {
  attempt_id: string
  kind: 'unknown' | 'stuck'
  id: string
  workspace_id: string
  contact_id: string
  sender_id: string
  provider_sid: string | null
  status: string
  to: string
}

type ClaimedLook = { [Field in keyof Look]: Look[Field] | null } & Pick<Look, 'attempt_id' | 'kind'>

/** Notes which texts want looking for. @returns nothing: repeated, it notes nothing twice */
export async function noteLooks(client: EngineClient): Promise<void> {
  await client.query({ ...NOTE_UNKNOWN, values: [UNKNOWN_AGES[0]] })
  await client.query({ ...NOTE_STUCK, values: [STUCK_AGES[0]] })
}

/** Takes looks that are due, each for one worker; those that nobody needs any more are closed. */
export async function claimLooks(client: EngineClient, limit: number): Promise<Look[]> {
  const { rows } = await client.query<ClaimedLook>({ ...CLAIM, values: [UNKNOWN_AGES, STUCK_AGES, limit] })
  const needed = rows.filter(isNeeded)
  const over = rows.filter((row) => !isNeeded(row)).map((row) => row.attempt_id)
  if (over.length > 0) await endLooks(client, over)
  return needed
}

function isNeeded(look: ClaimedLook): look is Look {
  if (look.id === null || look.sender_id === null || look.to === null) return false
  if (look.kind === 'unknown') return look.status === 'unknown'
  return look.provider_sid !== null && (look.status === 'queued' || look.status === 'sent')
}

/** No further looks. */
export async function endLooks(client: EngineClient, attemptIds: readonly string[]): Promise<void> {
  await client.query('UPDATE reconciliations SET next_at = NULL WHERE attempt_id = ANY($1::uuid[])', [attemptIds])
}

/** The provider could not be asked: the look is taken again soon, and does not count, unless it has become too old. */
export async function postponeLooks(client: EngineClient, attemptIds: readonly string[]): Promise<void> {
  await client.query(
    `UPDATE reconciliations SET looks = greatest(looks - 1, 0),
       next_at = CASE WHEN ${begunAt('attempt_id')} > clock_timestamp() - ${TOO_OLD} THEN clock_timestamp() + $2::interval END
     WHERE attempt_id = ANY($1::uuid[])`,
    [attemptIds, TRY_AGAIN],
  )
}

/** A text whose SID has just become known is from now on one that may get stuck. */
export async function watchOn(client: EngineClient, attemptId: string): Promise<void> {
  await client.query(
    `UPDATE reconciliations SET kind = 'stuck', looks = 0, next_at = clock_timestamp() + $2::interval WHERE attempt_id = $1`,
    [attemptId, STUCK_AGES[0]],
  )
}

/** Looks that are long over leave no trace. */
export async function forgetOldLooks(client: EngineClient): Promise<void> {
  await client.query(
    `DELETE FROM reconciliations WHERE next_at IS NULL AND last_at < clock_timestamp() - interval '7 days'`,
  )
}
