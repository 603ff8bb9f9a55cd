import { segmentsOf } from '@soniarose/messaging'
import type { BatchWrites } from '../engine/batch_writes.ts'
import type { DueRun } from '../ports/run_store.ts'
import type { EffectOf } from './write_effect.ts'

/** A text to send: a planned message, written with the step that asks for it. */
export function writeMessage(effect: EffectOf<'plan_message'>, due: DueRun, writes: BatchWrites): void {
  writes.messages.push({
    id: effect.id,
    workspaceId: due.workspaceId,
    contactId: due.contact.id,
    runId: due.run.id,
    workflowId: due.workflowId,
    seq: effect.seq,
    nodeId: effect.nodeId,
    senderId: effect.senderId,
    createdAt: due.now,
    lane: due.lane,
    to: due.contact.phone,
    body: effect.body,
    segments: segmentsOf(effect.body),
    mediaIds: effect.mediaIds,
    ...(effect.shortenLinks ? { shortenLinks: true as const } : {}),
  })
}
