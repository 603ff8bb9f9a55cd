import { addDuration, parseDuration } from '@soniarose/core'
import { settingsOf } from '@soniarose/graph'
import type { MemoryDatabase } from './memory_database.ts'
import type { MessageRow } from './rows.ts'
import { messageSettlement, settleWaits } from './settle.ts'

type UnknownPolicy = { after: string; then: 'skip' | 'hold' | 'resend' }

const DEFAULT_POLICY: UnknownPolicy = { after: 'PT24H', then: 'skip' }

function policyOf(database: MemoryDatabase, message: MessageRow): UnknownPolicy {
  const run = message.runId === null ? undefined : database.runs.get(message.runId)
  if (!run) return DEFAULT_POLICY
  return settingsOf(database.versions.need(run.versionId).graph).unknownPolicy ?? DEFAULT_POLICY
}

/** What becomes of a text when it can't be known whether it left: it is looked at again at the end of its grace. */
function unknownColumns(database: MemoryDatabase, message: MessageRow): Partial<MessageRow> {
  const now = database.now(message.workspaceId)
  const grace = parseDuration(policyOf(database, message).after)
  return {
    status: 'unknown',
    deadlineAt: null,
    unknownSince: now,
    sendAfter: grace ? addDuration(now, grace, 'UTC') : now,
  }
}

/** A text's fate is open; the attempt is noted as evidence that outlives whatever becomes of the text. */
export function markUnknown(database: MemoryDatabase, message: MessageRow, reason: string): void {
  database.messages.update(message.id, { ...unknownColumns(database, message), reason })
  const { id: messageId, attemptId, workspaceId, attempt } = message
  if (attemptId === null || database.attempts.get(attemptId)) return
  database.attempts.insert({
    id: attemptId,
    workspaceId,
    messageId,
    number: attempt,
    outcome: 'unknown',
    errorCode: null,
  })
}

/** Claims whose deadline has passed: their process is gone, frozen or cut off. */
export function expireClaims(database: MemoryDatabase): number {
  const now = database.environment.now()
  const expired = [...database.messages.rows()].filter(
    (message) => message.status === 'sending' && message.deadlineAt !== null && message.deadlineAt < now,
  )
  for (const message of expired) {
    const reason = 'The worker that was sending it gave no answer in time.'
    markUnknown(database, message, reason)
  }
  return expired.length
}

export interface EndedGrace {
  message: MessageRow
  policy: UnknownPolicy['then']
}

/** Texts whose fate stayed unknown for as long as the author allows. */
export function endedGraces(database: MemoryDatabase): EndedGrace[] {
  return [...database.messages.rows()]
    .filter(
      ({ status, sendAfter, workspaceId }) =>
        status === 'unknown' && sendAfter !== null && sendAfter <= database.now(workspaceId),
    )
    .map((message) => ({ message, policy: policyOf(database, message).then }))
}

const REASONS = { resend: 'resent_by_policy', hold: 'held_by_policy', skip: 'unknown_expired' } as const

/** @returns runs that go on, and texts that are sent again */
export function endGraces(database: MemoryDatabase, ended: readonly EndedGrace[]): number {
  let moved = 0
  for (const { message, policy } of ended) {
    const isResent = policy === 'resend' && isAwaited(database, message)
    const columns = isResent ? ({ status: 'planned' } as const) : { sendAfter: null }
    database.messages.update(message.id, {
      ...columns,
      reason: isResent || policy !== 'resend' ? REASONS[policy] : REASONS.skip,
    })
    if (isResent) moved += 1
    if (policy !== 'skip' || message.runId === null) continue
    const skipped = messageSettlement(message.runId, message.id, { outcome: 'unknown', reason: 'unknown_expired' })
    moved += settleWaits(database, [skipped])
  }
  return moved
}

/** Whether somebody still wants the text: a person, or a run that has not gone on without it. */
export function isAwaited(database: MemoryDatabase, message: MessageRow): boolean {
  if (message.runId === null) return true
  const run = database.runs.get(message.runId)
  return run?.status === 'waiting' && run.waitKind === 'message' && run.waitKey === message.id
}

/** A text that did not go out goes back to the plan, or, when nobody waits for it any more, comes to its end. */
export function backToPlan(
  database: MemoryDatabase,
  message: MessageRow,
  { sendAfter, reason }: { sendAfter: number; reason: string | null },
): Partial<MessageRow> {
  if (isAwaited(database, message)) return { status: 'planned', sendAfter, reason }
  return { status: 'canceled', sendAfter: null, reason: 'not_awaited' }
}

/** Never posted, by the journal of the process that had claimed them. */
export function takeBack(database: MemoryDatabase, attemptIds: readonly string[]): number {
  const claims = claimsOf(database, attemptIds).filter(({ status }) => status === 'sending' || status === 'unknown')
  for (const message of claims) {
    database.messages.update(message.id, {
      ...backToPlan(database, message, { sendAfter: database.now(message.workspaceId), reason: null }),
      attemptId: null,
      deadlineAt: null,
      unknownSince: null,
    })
  }
  return claims.length
}

/** Begun to be posted by a process that is gone. */
export function giveUp(database: MemoryDatabase, attemptIds: readonly string[]): number {
  const claims = claimsOf(database, attemptIds).filter(({ status }) => status === 'sending')
  const reason = 'The worker that was sending it died before it had an answer.'
  for (const message of claims) markUnknown(database, message, reason)
  return claims.length
}

function claimsOf(database: MemoryDatabase, attemptIds: readonly string[]): MessageRow[] {
  const ids = new Set(attemptIds)
  return [...database.messages.rows()].filter(({ attemptId }) => attemptId !== null && ids.has(attemptId))
}

/** Lets texts go that wait until somebody lifts what holds them, when it is lifted. @returns how many */
export function releaseHeld(database: MemoryDatabase): number {
  const released = [...database.messages.rows()].filter((message) => isLifted(database, message))
  for (const message of released) database.messages.update(message.id, { sendAfter: database.now(message.workspaceId) })
  return released.length
}

/** Whether what somebody had to lift has been lifted. */
export function isLifted(database: MemoryDatabase, message: MessageRow): boolean {
  if (message.status !== 'held' || message.sendAfter !== null) return false
  switch (message.reason) {
    case 'frozen':
      return !database.workspaces.need(message.workspaceId).frozen
    case 'workflow_paused': {
      const run = message.runId === null ? undefined : database.runs.get(message.runId)
      return !run || database.workflows.need(run.workflowId).status !== 'paused'
    }
    case 'sender_paused':
      return message.senderId === null || !database.senders.need(message.senderId).paused
    default:
      return false
  }
}
