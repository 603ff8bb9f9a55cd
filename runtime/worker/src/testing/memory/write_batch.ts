import type { BatchWrites, RunWrite } from '../../engine/batch_writes.ts'
import type { SendOffer } from '../../ports/message_store.ts'
import type { CommitReport } from '../../ports/run_store.ts'
import { StoreUnavailable } from '../../ports/store_unavailable.ts'
import { enterWorkflow } from './enter_workflows.ts'
import type { MemoryDatabase } from './memory_database.ts'
import { key, type MemoryTransaction } from './memory_transaction.ts'
import { childSettlement, runsToPoke, settleWaits } from './settle.ts'
import { writeContacts } from './write_contacts.ts'
import { within } from './call.ts'
import {
  decideTexts,
  limitedSenders,
  lockForOffer,
  prepareTexts,
  writeTexts,
  type PreparedTexts,
} from './write_messages.ts'

/** A batch with everything that it needs held, ready to be written. */
export interface PreparedBatch {
  writes: BatchWrites
  texts: PreparedTexts
}

/**
 * Takes everything that a batch changes besides its runs, and asks a sender's offer about its texts: between two round
 * trips, as the rows are held but not written yet.
 */
export async function prepareBatch(
  database: MemoryDatabase,
  transaction: MemoryTransaction,
  {
    writes,
    offer,
    ended = new Set(),
  }: { writes: BatchWrites; offer: SendOffer | undefined; ended?: ReadonlySet<string> },
): Promise<PreparedBatch> {
  const { texts, held } = await within(transaction, 'batch.lock', async () => {
    await lockForBatch(database, transaction, writes)
    const texts = prepareTexts(database, writes.messages)
    return { texts, held: offer ? lockForOffer(database, transaction, { texts, room: offer.room, ended }) : [] }
  })
  return { writes, texts: offer ? decideTexts(database, texts, { held, offer }) : texts }
}

/**
 * Takes what else a batch changes besides its runs. Contacts are never waited for: a STOP holds its contact and then
 * wants the contact's runs.
 */
async function lockForBatch(
  database: MemoryDatabase,
  transaction: MemoryTransaction,
  writes: BatchWrites,
): Promise<void> {
  await transaction.lock(
    limitedSenders(database, writes.messages).map((sender) => key.sender(sender.id)),
    'update',
  )
  await transaction.lock(
    writes.parents.map((parent) => key.run(parent.parentRunId)),
    'update',
  )
  for (const contactId of writes.contacts.keys()) {
    if (!transaction.tryLock(key.contact(contactId), 'update'))
      throw new StoreUnavailable('A contact is being changed by somebody else.')
  }
  const own = new Set(writes.runs.map((run) => run.id))
  const poked = runsToPoke(database, new Set(writes.contacts.keys()), own)
  await transaction.lock(
    poked.map((run) => key.run(run.id)),
    'update',
  )
}

/** Writes everything that a batch decided. Without `await`: all of it is one moment. */
export function writeBatch(database: MemoryDatabase, { writes, texts }: PreparedBatch): CommitReport {
  for (const run of writes.runs) writeRun(database, run)
  for (const step of writes.steps) database.steps.insert({ ...step, id: `${step.runId}/${step.seq}` })
  const { sendable, toSend, settledRuns } = writeTexts(database, texts)
  for (const { seq, ...effect } of writes.effects) {
    const fresh = {
      status: 'planned',
      attempt: 0,
      epoch: 0,
      dueAt: database.environment.now(),
      leaseUntil: null,
    } as const
    database.effects.insert({ ...effect, stepSeq: seq, ...fresh })
  }
  for (const { data, ...event } of writes.timeline) database.events.insert({ ...event, data, id: database.newId() })
  for (const handoff of writes.handoffs) handOff(database, handoff)
  const started = startChildren(database, writes)
  const ended = writes.parents.map(({ parentRunId, childRunId, status }) =>
    childSettlement(parentRunId, childRunId, status),
  )
  const settled = settleWaits(database, ended)
  const woken = writeContacts(database, writes)
  return {
    runs: writes.runs.length,
    steps: writes.steps.length,
    messages: sendable,
    toSend,
    effects: writes.effects.length,
    woken: started + settled + woken + settledRuns + writes.runs.filter((run) => run.status === 'ready').length,
  }
}

function writeRun(database: MemoryDatabase, write: RunWrite): void {
  const run = database.runs.get(write.id)
  if (run?.epoch !== write.epoch) throw new StoreUnavailable('A run was no longer as it had been claimed.')
  const { nodeId, seq, enteredAt, status, exitReason, finishedAt, waitKind, waitKey, wakeAt, stepsUsed, sinceWait } =
    write
  database.runs.update(run.id, {
    ...{ nodeId, seq, enteredAt, status, exitReason, finishedAt, waitKind, waitKey, wakeAt, stepsUsed, sinceWait },
    vars: write.vars ?? run.vars,
    epoch: run.epoch + 1,
    failures: 0,
    signal: null,
    waitUntil: null,
    pendingReply: write.dropReply ? null : run.pendingReply,
  })
}

function handOff(
  database: MemoryDatabase,
  { contactId, workspaceId }: { contactId: string; workspaceId: string },
): void {
  const thread = database.conversations.get(contactId) ?? {
    id: contactId,
    workspaceId,
    lastInboundAt: null,
    handoffs: 0,
  }
  database.conversations.put({ ...thread, handoffs: thread.handoffs + 1 })
}

/** A child that may not start must not leave its parent waiting. @returns how many children were judged */
function startChildren(database: MemoryDatabase, writes: BatchWrites): number {
  for (const { id, workflowId, contactId, parentRunId, startedBy, lane } of writes.children) {
    const trigger = { kind: 'workflow', runId: startedBy }
    const started = enterWorkflow(database, {
      workflowId,
      contactId,
      nodeId: null,
      runId: id,
      parentRunId,
      trigger,
      triggerKey: null,
      lane,
    })
    if (started === null && parentRunId) settleWaits(database, [childSettlement(parentRunId, id, 'not_started')])
  }
  return writes.children.length
}
