import { isProviderStatus, statusRank, twilioError, type ProviderStatus } from '@soniarose/messaging'
import type { Session } from '../../environment.ts'
import { ownTransaction } from '../call.ts'
import type { MemoryDatabase } from '../memory_database.ts'
import { key } from '../memory_transaction.ts'
import type { MessageRow, MessageStatus } from '../rows.ts'
import { messageSettlement, settleWaits } from '../settle.ts'
import { effectOf } from '../../../sender/judge_answer.ts'
import { suppressNumber } from '../record_outcomes.ts'
import { applyStop, contactByPhone, lockForStop, type StopOrder } from './apply_stop.ts'

/** What the provider says has become of a text. */
export interface StatusReport {
  workspaceId: string
  messageSid: string
  /** From the callback's address: finds the text even when the answer that held its SID never came. */
  attemptId: string | null
  status: string
  errorCode: number | null
}

/** Our status for each of the provider's. Everything before `sent` is the provider's queue. */
const OURS: Record<ProviderStatus, MessageStatus> = {
  scheduled: 'queued',
  accepted: 'queued',
  queued: 'queued',
  sending: 'queued',
  sent: 'sent',
  canceled: 'canceled',
  failed: 'failed',
  undelivered: 'undelivered',
  partially_delivered: 'delivered',
  delivered: 'delivered',
  read: 'delivered',
}

/**
 * Applies a status. Statuses only rise, so order and repetition don't matter; one that comes before the answer to our
 * own request, or in place of it, is that answer: the run goes on.
 * @returns runs that go on; null when it is about no text of ours
 */
export function applyStatus(database: MemoryDatabase, session: Session, report: StatusReport): Promise<number | null> {
  const { status } = report
  if (!isProviderStatus(status)) return Promise.resolve(null)
  return ownTransaction({ database, session }, 'status.apply', async (transaction) => {
    const found = textOf(database, report)
    if (!found) return null
    const order = stopOrderOf(report, found)
    const locked = order && (await lockForStop(database, transaction, order))
    const asked = lastingEffect(report)
    const recipient = asked === 'suppress' ? contactByPhone(database, report.workspaceId, found.to) : null
    if (recipient) await transaction.lock([key.contact(recipient.id)], 'update')
    await transaction.lock([key.message(found.id), ...(found.runId ? [key.run(found.runId)] : [])], 'update')
    return transaction.commit(() => {
      if (order && locked) applyStop(database, order, locked)
      obey(database, report, found)
      return rise(database, report, status)
    })
  })
}

function textOf(database: MemoryDatabase, { workspaceId, messageSid, attemptId }: StatusReport): MessageRow | null {
  for (const message of database.messages.rows()) {
    if (message.workspaceId !== workspaceId || message.direction !== 'outbound') continue
    if (message.providerSid === messageSid) return message
    if (attemptId !== null && message.attemptId === attemptId && isInDoubt(message)) return message
  }
  return attemptId === null ? null : givenUp(database, attemptId)
}

const isInDoubt = ({ status }: MessageRow): boolean => status === 'sending' || status === 'unknown'
const isUnsent = ({ status, providerSid }: MessageRow): boolean =>
  providerSid === null && (status === 'planned' || status === 'held' || status === 'canceled' || status === 'skipped')

/** A text of unknown fate that by its author's rule is to be sent again, or then was not to be sent any more. */
function givenUp(database: MemoryDatabase, attemptId: string): MessageRow | null {
  const attempt = database.attempts.get(attemptId)
  const message = attempt?.outcome === 'unknown' ? database.messages.get(attempt.messageId) : undefined
  return message && isUnsent(message) ? message : null
}

function stopOrderOf({ workspaceId, errorCode }: StatusReport, message: MessageRow): StopOrder | null {
  if (errorCode === null || twilioError(errorCode).effect !== 'opt_out') return null
  return {
    workspaceId,
    phone: message.to,
    kind: 'opt_out',
    source: `twilio-${errorCode}`,
    text: null,
    messageId: message.id,
  }
}

/** What a failure says of the recipient or the sender, where it lasts. */
function lastingEffect({ status, errorCode }: StatusReport): ReturnType<typeof effectOf> {
  if (errorCode === null || (status !== 'failed' && status !== 'undelivered')) return 'none'
  const { effect, retry } = twilioError(errorCode)
  return retry === 'never' ? effectOf(effect) : 'none'
}

function obey(database: MemoryDatabase, report: StatusReport, message: MessageRow): void {
  const asked = lastingEffect(report)
  if (asked === 'suppress')
    suppressNumber(database, { workspaceId: report.workspaceId, phone: message.to, code: report.errorCode ?? 0 })
  if (asked === 'pause_sender' && message.senderId !== null) database.senders.update(message.senderId, { paused: true })
}

function rise(database: MemoryDatabase, report: StatusReport, status: ProviderStatus): number | null {
  const message = textOf(database, report)
  if (!message) return null
  const rank = statusRank(status)
  const rises = rank > message.statusRank
  const wasOpen = isInDoubt(message) || isUnsent(message)
  const now = database.now(message.workspaceId)
  const isDelivered = OURS[status] === 'delivered'
  database.messages.update(message.id, {
    providerSid: message.providerSid ?? report.messageSid,
    status: rises || wasOpen ? OURS[status] : message.status,
    statusRank: Math.max(message.statusRank, rank),
    errorCode: errorCodeOf(message, report, { isDelivered, counts: rank >= message.statusRank }),
    reason: wasOpen ? null : message.reason,
    sentAt: message.sentAt ?? now,
    deliveredAt: isDelivered ? (message.deliveredAt ?? now) : message.deliveredAt,
    deadlineAt: null,
    unknownSince: null,
    sendAfter: null,
  })
  if (!wasOpen || message.runId === null) return 0
  return settleWaits(database, [messageSettlement(message.runId, message.id, { outcome: 'accepted' })])
}

function errorCodeOf(
  message: MessageRow,
  { errorCode }: StatusReport,
  { isDelivered, counts }: { isDelivered: boolean; counts: boolean },
): number | null {
  if (isDelivered) return null
  return counts ? (errorCode ?? message.errorCode) : message.errorCode
}
