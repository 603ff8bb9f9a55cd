import type { JsonObject } from '@soniarose/core'
import type { Tx } from '#app/core/db'
import { settleByEvent } from '#app/engine/settle'
import { startByEvent } from '#app/engine/start_by_event'

export interface CustomEvent {
  workspaceId: string
  contactId: string
  name: string
  data: JsonObject
}

export interface Emitted {
  id: string
  runsStarted: number
  runsWoken: number
}

const store = `INSERT INTO custom_events (workspace_id, contact_id, name, data, at)
  VALUES ($1, $2, $3, $4, workspace_now($1)) RETURNING id`

/** Keeps an event of a contact, wakes the runs that wait for it and starts the workflows that begin with it. Ring `runs` after the commit. */
export async function emitEvent(tx: Tx, event: CustomEvent): Promise<Emitted> {
  const { workspaceId, contactId, name, data } = event
  const [stored] = await tx.query<{ id: string }>(store, [workspaceId, contactId, name, JSON.stringify(data)])
  if (stored === undefined) throw new Error('the event was not stored')
  const runsWoken = await settleByEvent(tx.client, contactId, name, data)
  const runsStarted = await startByEvent(tx.client, [
    { workspaceId, contactId, kind: 'event', key: name, data: { name, ...data }, triggerKey: stored.id },
  ])
  return { id: stored.id, runsStarted, runsWoken }
}
