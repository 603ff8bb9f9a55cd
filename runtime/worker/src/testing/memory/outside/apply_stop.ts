import { suppressionId } from '../due_messages.ts'
import type { MemoryDatabase } from '../memory_database.ts'
import { key, type MemoryTransaction } from '../memory_transaction.ts'
import type { ContactRow, RunRow } from '../rows.ts'
import { childSettlement, settleWaits } from '../settle.ts'

/** Somebody does not want to be texted any more. */
export interface StopOrder {
  workspaceId: string
  phone: string
  kind: 'stop' | 'opt_out'
  source: string
  text: string | null
  messageId: string | null
}

/** What a STOP found and holds. */
export interface LockedForStop {
  contactId: string | null
  runIds: string[]
  messageIds: string[]
}

export function contactByPhone(database: MemoryDatabase, workspaceId: string, phone: string): ContactRow | null {
  for (const contact of database.contacts.rows())
    if (contact.workspaceId === workspaceId && contact.phone === phone) return contact
  return null
}

/**
 * The contact first: a send's claim holds it for share, so this waits until that claim is committed. Then its runs, so
 * that what the engine is just planning is committed and seen, then its texts.
 */
export async function lockForStop(
  database: MemoryDatabase,
  transaction: MemoryTransaction,
  order: StopOrder,
): Promise<LockedForStop> {
  const contact = contactByPhone(database, order.workspaceId, order.phone)
  if (!contact) return { contactId: null, runIds: [], messageIds: [] }
  await transaction.lock([key.contact(contact.id)], 'update')
  const runs = [...database.runs.rows()].filter((run) => run.contactId === contact.id && isActive(run))
  const parents = runs.flatMap((run) => (run.parentRunId === null ? [] : [run.parentRunId]))
  await transaction.lock([...runs.map((run) => run.id), ...parents].map(key.run), 'update')
  const messages = openMessages(database, contact.id)
  await transaction.lock(messages.map(key.message), 'update')
  // A run that began while the others were waited for is about to lose its text, and would wait for it for ever.
  const late = messages.flatMap((id) => database.messages.need(id).runId ?? [])
  await transaction.lock(late.map(key.run), 'update')
  return { contactId: contact.id, runIds: [...new Set([...runs.map((run) => run.id), ...late])], messageIds: messages }
}

export function isActive(run: RunRow): boolean {
  return run.status === 'ready' || run.status === 'waiting'
}

function openMessages(database: MemoryDatabase, contactId: string): string[] {
  return [...database.messages.rows()]
    .filter(
      (row) =>
        row.contactId === contactId &&
        row.purpose !== 'confirmation' &&
        (row.status === 'planned' || row.status === 'held'),
    )
    .map((row) => row.id)
}

/** Applies an opt-out: no send begins any more, planned texts are canceled, runs have ended. */
export function applyStop(
  database: MemoryDatabase,
  order: StopOrder,
  { contactId, runIds, messageIds }: LockedForStop,
): void {
  const { workspaceId, phone, kind, source, text } = order
  const at = database.now(workspaceId)
  database.suppressions.put({ id: suppressionId(workspaceId, phone), reason: 'opted_out', at })
  database.events.insert({ id: database.newId(), workspaceId, contactId, kind, at, data: { source, text } })
  if (contactId === null) return
  database.contacts.update(contactId, { optInStatus: 'opted_out' })
  exitRuns(database, runIds, { status: 'exited', reason: 'opted_out' })
  const open = new Set(openMessages(database, contactId))
  for (const id of messageIds) if (open.has(id)) cancelMessage(database, id, 'opted_out')
}

export function cancelMessage(database: MemoryDatabase, id: string, reason: string): void {
  database.messages.update(id, { status: 'canceled', reason, sendAfter: null })
}

/** Ends active runs from outside: the visit under way is recorded as cut short, calls are dropped, a parent goes on. */
export function exitRuns(
  database: MemoryDatabase,
  runIds: readonly string[],
  { status, reason }: { status: 'exited' | 'canceled'; reason: string },
): number {
  const ended = runIds.map((id) => database.runs.need(id)).filter(isActive)
  for (const run of ended) {
    const finishedAt = database.now(run.workspaceId)
    const over = { status, exitReason: reason, finishedAt, epoch: run.epoch + 1 }
    const nothing = { wakeAt: null, waitUntil: null, signal: null, pendingReply: null, waitKind: null, waitKey: null }
    database.runs.update(run.id, { ...over, ...nothing })
    recordCut(database, run, { reason, finishedAt })
    for (const effect of database.effects.rows()) {
      const isOpen = effect.status === 'planned' || effect.status === 'running'
      if (effect.runId === run.id && isOpen)
        database.effects.update(effect.id, { status: 'canceled', epoch: effect.epoch + 1, leaseUntil: null })
    }
  }
  const parents = ended.flatMap((run) => (run.parentRunId ? [childSettlement(run.parentRunId, run.id, status)] : []))
  settleWaits(database, parents)
  return ended.length
}

function recordCut(
  database: MemoryDatabase,
  run: RunRow,
  { reason, finishedAt }: { reason: string; finishedAt: number },
): void {
  const id = `${run.id}/${run.seq}`
  if (database.steps.get(id)) return
  const { workspaceId, seq, nodeId, enteredAt: startedAt } = run
  const nodeType =
    database.versions.need(run.versionId).graph.nodes.find((node) => node.id === nodeId)?.type ?? 'unknown'
  const visit = { id, runId: run.id, workspaceId, seq, nodeId, nodeType, startedAt, finishedAt }
  database.steps.insert({ ...visit, status: 'canceled', outcome: reason, detail: {} })
}
