import type pg from 'pg'
import type { TwilioClients } from '#app/engine/twilio_clients'

/** What a try came to: the provider has the text no more, or why it still has. */
export type Removal = { gone: true } | { gone: false; error: string }

/** Deletes texts at the provider, with their media. */
export class ProviderEraser {
  readonly #clients: TwilioClients

  constructor(clients: TwilioClients) {
    this.#clients = clients
  }

  /** Never throws: the SDK's errors carry the credentials. */
  async remove(senderId: string, sid: string): Promise<Removal> {
    try {
      const { client } = await this.#clients.of(senderId)
      await client.messages(sid).remove()
      return { gone: true }
    } catch (error) {
      const status = property(error, 'status')
      if (status === 404) return { gone: true }
      const code = property(error, 'code') ?? status
      return { gone: false, error: typeof code === 'number' || typeof code === 'string' ? String(code) : 'no answer' }
    }
  }
}

const A_TURN = 50
const AT_ONCE = 4
/** From five seconds to six hours between two tries; some three days in all. A text on its way can't be deleted yet (20009). */
const GIVE_UP_AFTER = 24

// The next try is set before this one: a process that dies in between loses nothing.
const CLAIM = `
  UPDATE provider_erasures e SET tries = e.tries + 1,
    next_at = clock_timestamp() + least(interval '6 hours', interval '5 seconds' * power(2, e.tries))
  FROM (
    SELECT message_sid FROM provider_erasures WHERE next_at <= clock_timestamp()
    ORDER BY next_at LIMIT ${A_TURN} FOR UPDATE SKIP LOCKED
  ) due
  WHERE e.message_sid = due.message_sid
  RETURNING e.message_sid AS sid, (
    SELECT s.id FROM senders s WHERE s.workspace_id = e.workspace_id AND s.account_sid = e.account_sid
    ORDER BY s.is_default DESC, s.id LIMIT 1) AS sender_id`

// What the carrier has told of the text since the person was erased goes with it.
const DONE = `
  WITH gone AS (DELETE FROM provider_erasures WHERE message_sid = $1 RETURNING workspace_id)
  DELETE FROM webhook_events w USING gone
  WHERE w.workspace_id = gone.workspace_id AND w.kind = 'status' AND w.event_key IN (
    SELECT $1 || ':' || status || ':' || code
    FROM unnest('{accepted,scheduled,queued,sending,sent,delivered,undelivered,failed,canceled,read}'::text[]) status
    CROSS JOIN LATERAL (SELECT '' AS code) codes)`

const FAILED = `
  UPDATE provider_erasures SET last_error = $2, next_at = CASE WHEN tries < ${GIVE_UP_AFTER} THEN next_at END WHERE message_sid = $1`

interface Due {
  sid: string
  sender_id: string | null
}

/**
 * One turn: asks the provider to delete texts of people who were erased here. Safe to run in several processes, and to
 * repeat: what is deleted already counts as deleted.
 * @returns whether more may be due
 */
export async function eraseTurn(
  { pool, eraser }: { pool: pg.Pool; eraser: Pick<ProviderEraser, 'remove'> },
  stopping: AbortSignal,
): Promise<boolean> {
  const { rows } = await pool.query<Due>(CLAIM)
  const left = [...rows]
  const lane = async (): Promise<void> => {
    for (let due = left.shift(); due && !stopping.aborted; due = left.shift()) {
      const removal: Removal =
        due.sender_id === null ? { gone: false, error: 'no sender' } : await eraser.remove(due.sender_id, due.sid)
      if (removal.gone) await pool.query(DONE, [due.sid])
      else await pool.query(FAILED, [due.sid, removal.error])
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
  return rows.length === A_TURN
}

function property(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined
}
