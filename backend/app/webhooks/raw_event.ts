import type { Tx } from '#app/core/db'

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

/**
 * Keeps a webhook as it came, before anything is made of it. What is made of it is committed with it, or neither is.
 * @returns false when it was here before
 */
export async function keepRawEvent(tx: Tx, event: RawEvent): Promise<boolean> {
  const rows = await tx.query(
    `INSERT INTO webhook_events (workspace_id, kind, event_key, account_sid, path, params, processed_at, error)
     VALUES ($1, $2, $3, $4, $5, $6, now(), $7) ON CONFLICT (kind, event_key) DO NOTHING RETURNING id`,
    [event.workspaceId, event.kind, event.key, event.accountSid, event.path, JSON.stringify(event.params), event.error],
    'keep_raw_event',
  )
  return rows.length > 0
}
