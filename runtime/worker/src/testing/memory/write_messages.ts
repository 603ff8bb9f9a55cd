import type { MessageWrite } from '../../engine/batch_writes.ts'
import type { MemoryDatabase } from './memory_database.ts'
import type { MessageRow, SenderRow } from './rows.ts'

/** The senders with a limit, whose slots these texts may take. */
export function limitedSenders(database: MemoryDatabase, messages: readonly MessageWrite[]): SenderRow[] {
  const workspaces = new Set(messages.map((message) => message.workspaceId))
  return [...database.senders.rows()].filter((sender) => sender.perSecond !== null && workspaces.has(sender.workspaceId))
}

/** Plans the texts of a batch, each in its sender's next slot. @returns how many of them may be sent at once */
export function writeMessages(database: MemoryDatabase, messages: readonly MessageWrite[]): number {
  let sendable = 0
  for (const message of messages) {
    const sendAfter = slotOf(database, message)
    if (sendAfter <= message.createdAt) sendable += 1
    database.messages.insert({ ...plannedMessage(message), sendAfter })
  }
  return sendable
}

function slotOf(database: MemoryDatabase, message: MessageWrite): number {
  const wanted = message.senderId ?? database.contacts.need(message.contactId).senderId
  const sender = limitedSenders(database, [message]).find((row) => (wanted ? row.id === wanted : row.isDefault))
  if (!sender?.perSecond) return message.createdAt
  const slot = Math.max(message.createdAt, sender.nextSlotAt ?? 0)
  database.senders.update(sender.id, { nextSlotAt: slot + (message.segments * 1000) / sender.perSecond })
  return slot
}

export function plannedMessage(message: MessageWrite): MessageRow {
  const { id, workspaceId, contactId, runId, seq, nodeId, senderId, createdAt, lane, to, body, segments, mediaIds } = message
  return {
    ...{ id, workspaceId, contactId, runId, nodeId, senderId, createdAt, lane, to, body, segments, mediaIds },
    ...UNSENT,
    stepSeq: seq,
    purpose: 'workflow',
    sendAfter: createdAt,
  }
}

/** An outbound text that nothing has happened to yet. */
export const UNSENT = {
  direction: 'outbound',
  status: 'planned',
  attemptId: null,
  sentAt: null,
  deliveredAt: null,
  deadlineAt: null,
  unknownSince: null,
  attempt: 0,
  statusRank: 0,
  errorCode: null,
  reason: null,
  providerSid: null,
} as const
