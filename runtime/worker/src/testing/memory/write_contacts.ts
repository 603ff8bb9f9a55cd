import { patchContact } from '@soniarose/core'
import type { BatchWrites, ContactWrite } from '../../engine/batch_writes.ts'
import { contactFactsOf } from './due_run.ts'
import { startByEvent } from './enter_workflows.ts'
import type { MemoryDatabase } from './memory_database.ts'
import { pokeRuns } from './settle.ts'

/** Writes what runs changed of their contacts, wakes the contacts' other runs, and starts what new tags start. */
export function writeContacts(database: MemoryDatabase, { contacts, runs }: BatchWrites): number {
  if (contacts.size === 0) return 0
  const added = [...contacts.values()].map((write) => ({ write, tags: writeContact(database, write) }))
  const woken = pokeRuns(database, new Set(contacts.keys()), new Set(runs.map((run) => run.id)))
  return added.reduce((sum, { write, tags }) => sum + startByTags(database, write, tags), woken)
}

/** @returns the tags that the contact did not have before */
function writeContact(database: MemoryDatabase, write: ContactWrite): string[] {
  const contact = database.contacts.need(write.contactId)
  const { firstName, lastName, email, timeZone, attributes } = patchContact(contactFactsOf(contact), write.patch)
  const has = (tags: readonly string[], tag: string): boolean =>
    tags.some((other) => other.toLowerCase() === tag.toLowerCase())
  const added = write.addTags.filter((tag) => !has(contact.tags, tag))
  const kept = contact.tags.filter((tag) => !has(write.removeTags, tag))
  database.contacts.update(contact.id, { firstName, lastName, email, timeZone, attributes, tags: [...kept, ...added] })
  return added
}

function startByTags(
  database: MemoryDatabase,
  { workspaceId, contactId }: ContactWrite,
  tags: readonly string[],
): number {
  let started = 0
  for (const tag of tags) {
    started += startByEvent(database, {
      workspaceId,
      contactId,
      kind: 'tag_added',
      key: tag,
      data: { tag },
      triggerKey: null,
    })
  }
  return started
}
