import type { JsonObject } from '@soniarose/core'
import type { BatchWrites, ContactWrite } from '../engine/batch_writes.ts'
import type { DueRun } from '../ports/run_store.ts'
import type { EffectOf } from './write_effect.ts'

/** Fields of the contact; a later write of the same field wins, attributes are merged. */
export function writeContactPatch(effect: EffectOf<'contact_patch'>, due: DueRun, writes: BatchWrites): void {
  const contact = contactWrite(due, writes)
  const attributes = { ...contact.patch.attributes, ...effect.set.attributes }
  contact.patch = { ...contact.patch, ...effect.set, attributes }
  const { attributes: own, ...fields } = effect.set
  const names = [...Object.keys(fields), ...Object.keys(own ?? {})]
  const summary = `Changed ${names.join(', ')}`
  note(effect, due, writes, { kind: 'field_changed', summary, data: { ...fields, ...own } })
}

/** A tag put on or taken off; the last word counts. */
export function writeTag(effect: EffectOf<'add_tag'> | EffectOf<'remove_tag'>, due: DueRun, writes: BatchWrites): void {
  const contact = contactWrite(due, writes)
  contact.addTags = contact.addTags.filter((tag) => tag !== effect.tag)
  contact.removeTags = contact.removeTags.filter((tag) => tag !== effect.tag)
  const list = effect.type === 'add_tag' ? contact.addTags : contact.removeTags
  list.push(effect.tag)
  const isAdded = effect.type === 'add_tag'
  const summary = isAdded ? `Tagged ${effect.tag}` : `Untagged ${effect.tag}`
  note(effect, due, writes, { kind: isAdded ? 'tag_added' : 'tag_removed', summary, data: { tags: [effect.tag] } })
}

/** A contact's change is on its timeline whoever made it. */
function note(
  { nodeId }: { nodeId: string },
  due: DueRun,
  writes: BatchWrites,
  event: { kind: string; summary: string; data: JsonObject },
): void {
  const data = { ...event.data, runId: due.run.id, workflowId: due.workflowId, nodeId }
  writes.timeline.push({ ...event, data, workspaceId: due.workspaceId, contactId: due.contact.id, at: due.now })
}

function contactWrite(due: DueRun, writes: BatchWrites): ContactWrite {
  const known = writes.contacts.get(due.contact.id)
  if (known) return known
  const fresh: ContactWrite = {
    contactId: due.contact.id,
    workspaceId: due.workspaceId,
    at: due.now,
    patch: {},
    addTags: [],
    removeTags: [],
  }
  writes.contacts.set(due.contact.id, fresh)
  return fresh
}
