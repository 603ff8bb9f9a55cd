import { StoreUnavailable, type ContactWrite } from '@soniarose/worker'
import type { EngineClient } from '../pool.ts'
import { pokeRuns } from '../poke_runs.ts'
import { startByEvent, type StartingEvent } from '../start_by_event.ts'

/**
 * The engine holds runs and now wants contacts; a STOP holds its contact and then wants the contact's runs. So the
 * engine never waits for a contact.
 */
const LOCK_CONTACTS = {
  name: 'lock_contacts',
  text: 'SELECT id, tags FROM contacts WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE SKIP LOCKED',
}

const UPDATE_CONTACTS = {
  name: 'update_contacts',
  text: `
    UPDATE contacts c SET
      first_name = CASE WHEN x.patch ? 'firstName' THEN x.patch->>'firstName' ELSE c.first_name END,
      last_name = CASE WHEN x.patch ? 'lastName' THEN x.patch->>'lastName' ELSE c.last_name END,
      email = CASE WHEN x.patch ? 'email' THEN x.patch->>'email' ELSE c.email END,
      time_zone = CASE WHEN x.patch ? 'timeZone' THEN x.patch->>'timeZone' ELSE c.time_zone END,
      attributes = (c.attributes || coalesce(x.patch->'attributes', '{}')) - ARRAY(
        SELECT a.key FROM jsonb_each(coalesce(x.patch->'attributes', '{}')) a WHERE a.value = 'null'),
      tags = x.tags, updated_at = to_timestamp(x.at / 1000)
    FROM json_to_recordset($1::json) AS x("contactId" uuid, at float8, patch jsonb, tags text[])
    WHERE c.id = x."contactId"`,
}

const INSERT_TAGS = {
  name: 'insert_tags',
  text: `
    INSERT INTO tags (workspace_id, name)
    SELECT "workspaceId", name FROM json_to_recordset($1::json) AS x("workspaceId" uuid, name text)
    ON CONFLICT DO NOTHING`,
}

interface LockedContact {
  id: string
  tags: string[]
}

/**
 * Writes what runs changed of their contacts, wakes the contacts' other runs to look at it, and starts what a new tag
 * starts.
 * @returns runs started or woken
 * @throws StoreUnavailable when another transaction holds one of the contacts; the batch is then tried again
 */
export async function writeContacts(
  client: EngineClient,
  contacts: readonly ContactWrite[],
  ownRunIds: readonly string[],
): Promise<number> {
  if (contacts.length === 0) return 0
  const ids = contacts.map((contact) => contact.contactId)
  const { rows } = await client.query<LockedContact>({ ...LOCK_CONTACTS, values: [ids] })
  if (rows.length < ids.length) throw new StoreUnavailable('A contact is being changed by somebody else.')
  const before = new Map(rows.map((row) => [row.id, row.tags]))
  const changes = contacts.map((contact) => ({
    ...contact,
    ...tagsAfter(contact, before.get(contact.contactId) ?? []),
  }))
  await client.query({ ...UPDATE_CONTACTS, values: [JSON.stringify(changes)] })
  const events = changes.flatMap((change) => change.added.map((tag) => tagAdded(change, tag)))
  if (events.length > 0) {
    const names = events.map((event) => ({ workspaceId: event.workspaceId, name: event.key }))
    await client.query({ ...INSERT_TAGS, values: [JSON.stringify(names)] })
  }
  const woken = await pokeRuns(client, ids, ownRunIds)
  return woken + (await startByEvent(client, events))
}

function tagsAfter(contact: ContactWrite, before: readonly string[]): { tags: string[]; added: string[] } {
  const has = (tags: readonly string[], tag: string): boolean =>
    tags.some((other) => other.toLowerCase() === tag.toLowerCase())
  const added = contact.addTags.filter((tag) => !has(before, tag))
  const kept = before.filter((tag) => !has(contact.removeTags, tag))
  return { tags: [...kept, ...added], added }
}

function tagAdded(change: ContactWrite, tag: string): StartingEvent {
  return {
    workspaceId: change.workspaceId,
    contactId: change.contactId,
    kind: 'tag_added',
    key: tag,
    data: { tag },
    triggerKey: null,
  }
}
