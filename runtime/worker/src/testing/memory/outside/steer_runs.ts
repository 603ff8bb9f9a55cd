import type { JsonObject } from '@soniarose/core'
import { settingsOf } from '@soniarose/graph'
import type { Session } from '../../environment.ts'
import { ownTransaction } from '../call.ts'
import { enterWorkflow, startByEvent } from '../enter_workflows.ts'
import type { MemoryDatabase } from '../memory_database.ts'
import { key } from '../memory_transaction.ts'
import type { ContactRow, RunRow } from '../rows.ts'
import { pokeRuns, runsToPoke, wakeBySignal } from '../settle.ts'
import { applyStop, cancelMessage, exitRuns, isActive, lockForStop, type StopOrder } from './apply_stop.ts'

/** Starts runs of a workflow for contacts. @returns how many came in */
export function enroll(
  database: MemoryDatabase,
  session: Session,
  { workflowId, contactIds }: { workflowId: string; contactIds: readonly string[] },
): Promise<number> {
  return ownTransaction({ database, session }, 'runs.enroll', (transaction) =>
    transaction.commit(() => {
      const entry = {
        workflowId,
        nodeId: null,
        runId: null,
        parentRunId: null,
        trigger: {},
        triggerKey: null,
        lane: contactIds.length >= 100 ? 1 : 0,
      } as const
      return contactIds.filter((contactId) => enterWorkflow(database, { ...entry, contactId }) !== null).length
    }),
  )
}

/** An opt-out that is not a text: from the API, or told by a person. */
export function optOut(database: MemoryDatabase, session: Session, order: StopOrder): Promise<void> {
  return ownTransaction({ database, session }, 'contacts.optOut', async (transaction) => {
    const locked = await lockForStop(database, transaction, order)
    transaction.commit(() => applyStop(database, order, locked))
  })
}

/** Ends a run that is under way, with the texts that it has planned. @returns false when it was over already */
export function cancelRun(database: MemoryDatabase, session: Session, runId: string): Promise<boolean> {
  return ownTransaction({ database, session }, 'runs.cancel', async (transaction) => {
    const openTexts = (): string[] =>
      [...database.messages.rows()]
        .filter((message) => message.runId === runId && (message.status === 'planned' || message.status === 'held'))
        .map((message) => message.id)
    await transaction.lock(openTexts().map(key.message), 'update')
    const run = database.runs.need(runId)
    await transaction.lock([run.id, ...(run.parentRunId ? [run.parentRunId] : [])].map(key.run), 'update')
    await transaction.lock(openTexts().map(key.message), 'update')
    return transaction.commit(() => {
      if (exitRuns(database, [runId], { status: 'canceled', reason: 'canceled' }) === 0) return false
      for (const id of openTexts()) cancelMessage(database, id, 'run_canceled')
      return true
    })
  })
}

/** Takes a failed run up again at the node where it failed, as a new visit. */
export function retryRun(database: MemoryDatabase, session: Session, runId: string): Promise<boolean> {
  return ownTransaction({ database, session }, 'runs.retry', async (transaction) => {
    await transaction.lock([key.run(runId)], 'update')
    const run = database.runs.need(runId)
    const { reentry } = settingsOf(database.versions.need(run.versionId).graph)
    const isOther = (other: RunRow): boolean =>
      other.contactId === run.contactId && other.workflowId === run.workflowId && isActive(other)
    const hasOther = reentry !== 'always' && [...database.runs.rows()].some(isOther)
    if (run.status !== 'failed' || hasOther) return false
    const now = database.now(run.workspaceId)
    const again = {
      status: 'ready',
      exitReason: null,
      finishedAt: null,
      seq: run.seq + 1,
      epoch: run.epoch + 1,
      lane: 0,
    } as const
    const fresh = {
      stepsUsed: 1,
      sinceWait: 1,
      failures: 0,
      waitKind: null,
      waitKey: null,
      signal: null,
      waitUntil: null,
    }
    transaction.commit(() => database.runs.update(runId, { ...again, ...fresh, enteredAt: now, wakeAt: now }))
    return true
  })
}

/** Changes a contact from outside; its waiting runs look at it. */
export function changeContact(
  database: MemoryDatabase,
  session: Session,
  { contactId, set }: { contactId: string; set: Partial<ContactRow> },
): Promise<number> {
  return ownTransaction({ database, session }, 'contacts.change', async (transaction) => {
    await transaction.lock([key.contact(contactId)], 'update')
    const contacts = new Set([contactId])
    await transaction.lock(
      runsToPoke(database, contacts, new Set()).map((run) => key.run(run.id)),
      'update',
    )
    return transaction.commit(() => {
      database.contacts.update(contactId, set)
      return pokeRuns(database, contacts)
    })
  })
}

/** A custom event of a contact: ends the waits for it, wakes runs whose goal or exit rule it is, starts workflows. */
export function receiveEvent(
  database: MemoryDatabase,
  session: Session,
  { contactId, name, data }: { contactId: string; name: string; data: JsonObject },
): Promise<number> {
  return ownTransaction({ database, session }, 'events.receive', async (transaction) => {
    const concerned = (): RunRow[] =>
      [...database.runs.rows()].filter((run) => run.contactId === contactId && concerns(database, run, name))
    await transaction.lock(
      concerned().map((run) => key.run(run.id)),
      'update',
    )
    const { workspaceId } = database.contacts.need(contactId)
    return transaction.commit(() => {
      const runs = concerned().filter((run) => transaction.tryLock(key.run(run.id), 'update'))
      for (const run of runs) wakeBySignal(database, run, { kind: 'event', key: name, data })
      return (
        runs.length +
        startByEvent(database, { workspaceId, contactId, kind: 'event', key: name, data, triggerKey: null })
      )
    })
  })
}

function concerns(database: MemoryDatabase, run: RunRow, name: string): boolean {
  if (run.status !== 'waiting' || run.signal !== null) return false
  if (run.waitKind === 'event' && run.waitKey === name) return true
  if (run.waitKind !== 'time' && run.waitKind !== 'reply' && run.waitKind !== 'event') return false
  const { graph } = database.versions.need(run.versionId)
  const isRule = (settingsOf(graph).exitRules ?? []).some((rule) => rule.event === name)
  return isRule || graph.nodes.some((node) => node.type === 'goal' && node.data['event'] === name)
}
