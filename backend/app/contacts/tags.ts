import type { Tx } from '#app/core/db'
import { CONTACT_COLUMNS, type ContactAt, type ContactRow } from '#app/contacts/contact'
import { pokeRuns } from '#app/engine/poke_runs'
import { startByEvent } from '#app/engine/start_by_event'

const lock = `SELECT ${CONTACT_COLUMNS} FROM contacts WHERE workspace_id = $1 AND id = $2 FOR UPDATE`
const store = `
  WITH named AS (INSERT INTO tags (workspace_id, name) SELECT $1, unnest($3::text[]) ON CONFLICT DO NOTHING),
  noted AS (
    INSERT INTO timeline_events (workspace_id, contact_id, kind, summary, data, at)
    SELECT $1, $2, $5, $6, jsonb_build_object('tags', $7::text[]), workspace_now($1)
  )
  UPDATE contacts SET tags = $4, updated_at = workspace_now($1) WHERE workspace_id = $1 AND id = $2
  RETURNING ${CONTACT_COLUMNS}`

const same = (one: string) => (other: string) => one.toLowerCase() === other.toLowerCase()

/**
 * Adds tags to a contact; those it has already, in whatever case, are left alone and start nothing.
 * @returns null when there is no such contact
 */
export async function addTags(
  tx: Tx,
  { workspaceId, contactId }: ContactAt,
  tags: string[],
): Promise<ContactRow | null> {
  const [contact] = await tx.query<ContactRow>(lock, [workspaceId, contactId])
  if (contact === undefined) return null
  const fresh = tags.filter((tag) => !contact.tags.some(same(tag)))
  if (fresh.length === 0) return contact
  const all = [...contact.tags, ...fresh]
  const summary = `Tagged ${fresh.join(', ')}`
  const [after] = await tx.query<ContactRow>(store, [workspaceId, contactId, fresh, all, 'tag_added', summary, fresh])
  await pokeRuns(tx.client, [contactId])
  await startByEvent(
    tx.client,
    fresh.map((tag) => ({ workspaceId, contactId, kind: 'tag_added', key: tag, data: { tag }, triggerKey: null })),
  )
  return after ?? contact
}

/**
 * Takes tags away from a contact, in whatever case they were given.
 * @returns null when there is no such contact
 */
export async function removeTags(
  tx: Tx,
  { workspaceId, contactId }: ContactAt,
  tags: string[],
): Promise<ContactRow | null> {
  const [contact] = await tx.query<ContactRow>(lock, [workspaceId, contactId])
  if (contact === undefined) return null
  const gone = contact.tags.filter((tag) => tags.some(same(tag)))
  if (gone.length === 0) return contact
  const left = contact.tags.filter((tag) => !gone.includes(tag))
  const summary = `Tag removed: ${gone.join(', ')}`
  const [after] = await tx.query<ContactRow>(store, [workspaceId, contactId, [], left, 'tag_removed', summary, gone])
  await pokeRuns(tx.client, [contactId])
  return after ?? contact
}
