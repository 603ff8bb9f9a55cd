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
}

/**
 * Keeps a webhook as it came, before anything is made of it.
 * @returns its id; null when it was here before
 */
export async function keepRawEvent(tx: Tx, event: RawEvent): Promise<string | null> {
  const [row] = await tx.query<{ id: string }>(
    `INSERT INTO webhook_events (workspace_id, kind, event_key, account_sid, path, params)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (kind, event_key) DO NOTHING RETURNING id`,
    [event.workspaceId, event.kind, event.key, event.accountSid, event.path, JSON.stringify(event.params)],
    'keep_raw_event',
  )
  return row?.id ?? null
}

/** Notes what became of a kept webhook; null: all that was to be done. */
export async function closeRawEvent(tx: Tx, id: string, error: string | null): Promise<void> {
  await tx.query(
    'UPDATE webhook_events SET processed_at = now(), error = $2 WHERE id = $1',
    [id, error],
    'close_raw_event',
  )
}
