import type { JsonObject } from '@soniarose/core'
import type { BatchWrites } from '../engine/batch_writes.ts'
import type { DueRun } from '../ports/run_store.ts'
import type { EffectOf } from './write_effect.ts'

/** A note for the team on the contact's timeline; the conversation goes to the top of the inbox. */
export function writeNotice(effect: EffectOf<'notify_team'>, due: DueRun, writes: BatchWrites): void {
  pushTimeline(due, writes, {
    kind: 'team_notified',
    summary: effect.message,
    data: { nodeId: effect.nodeId, runId: due.run.id, memberId: effect.memberId },
  })
  writes.handoffs.push({ workspaceId: due.workspaceId, contactId: due.contact.id, at: due.now })
}

/** A person takes the conversation over. */
export function writeHandoff(effect: EffectOf<'handoff'>, due: DueRun, writes: BatchWrites): void {
  pushTimeline(due, writes, {
    kind: 'handoff',
    summary: effect.note || 'Handed over to the team',
    data: { nodeId: effect.nodeId, runId: due.run.id, memberId: effect.memberId },
  })
  writes.handoffs.push({ workspaceId: due.workspaceId, contactId: due.contact.id, at: due.now })
}

/** What no other table tells. */
export function writeTimeline(effect: EffectOf<'timeline'>, due: DueRun, writes: BatchWrites): void {
  const data = { ...effect.data, nodeId: effect.nodeId, runId: due.run.id }
  pushTimeline(due, writes, { kind: effect.kind, summary: effect.summary, data })
}

function pushTimeline(
  due: DueRun,
  writes: BatchWrites,
  event: { kind: string; summary: string; data: JsonObject },
): void {
  writes.timeline.push({ ...event, workspaceId: due.workspaceId, contactId: due.contact.id, at: due.now })
}
