import type { Tx } from '#app/core/db'
import { JsonRows } from '#app/engine/json_rows'

export interface RawEvent {
  kind: 'message' | 'status' | 'voice'
  /** What makes it one event: a repeat has the same. */
  key: string
  /** null: no sender of ours has the number. */
  workspaceId: string | null
  accountSid: string
  path: string
  params: Record<string, string>
  /** Why nothing is made of it; null: what it says is done in this same transaction. */
  error: string | null
}

/** A SID as the carrier makes them; anything else, however long, is none. */
export const sidOf = (given: string | undefined): string =>
  /^[A-Za-z0-9]{1,64}$/.test(given ?? '') ? (given ?? '') : ''

/** A word of a webhook's as part of its event's key, which an index has to hold. */
export const wordOf = (given: string | undefined): string => (given ?? '').slice(0, 40)

const KEEP = `
  INSERT INTO webhook_events (workspace_id, kind, event_key, account_sid, path, params, processed_at, error)`

/**
 * Keeps a webhook as it came, before anything is made of it. What is made of it is committed with it, or neither is.
 * @returns false when it was here before
 */
export async function keepRawEvent(tx: Tx, event: RawEvent): Promise<boolean> {
  const rows = await tx.query(
    `${KEEP}
     VALUES ($1, $2, $3, $4, $5, $6, now(), $7) ON CONFLICT (kind, event_key) DO NOTHING RETURNING id`,
    [event.workspaceId, event.kind, event.key, event.accountSid, event.path, JSON.stringify(event.params), event.error],
    'keep_raw_event',
  )
  return rows.length > 0
}

const EVENTS = new JsonRows<RawEvent>({
  kind: 'text',
  key: 'text',
  workspaceId: 'uuid',
  accountSid: 'text',
  path: 'text',
  params: 'jsonb',
  error: 'text',
})

/**
 * Keeps several webhooks of one kind. Always in the order of their keys: two who keep the same ones never wait for each
 * other in a circle.
 * @returns the keys of those that had not been here before
 */
export async function keepRawEvents(tx: Tx, events: readonly RawEvent[]): Promise<Set<string>> {
  const rows = await tx.query<{ event_key: string }>(
    `${KEEP}
     SELECT x."workspaceId", x.kind, x.key, x."accountSid", x.path, x.params, now(), x.error FROM ${EVENTS.sql('$1')} ORDER BY x.key
     ON CONFLICT (kind, event_key) DO NOTHING RETURNING event_key`,
    [EVENTS.encode(events)],
    'keep_raw_events',
  )
  return new Set(rows.map((row) => row.event_key))
}

/** Takes back what this transaction has kept: it is taken in by another one. */
export async function releaseRawEvents(tx: Tx, kind: RawEvent['kind'], keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return
  await tx.query('DELETE FROM webhook_events WHERE kind = $1 AND event_key = ANY($2)', [kind, keys])
}
