import type { ContactFacts, RunState } from '@soniarose/core'
import type { DueRun } from '../../ports/run_store.ts'
import type { MemoryDatabase } from './memory_database.ts'
import type { ContactRow, RunRow } from './rows.ts'

/** Milliseconds that a due run may be late and still count its waits from the moment at which it was due. */
const PUNCTUAL_MS = 2_000

/** Whether the run's moment has come, by its workspace's clock. */
export function isDue(database: MemoryDatabase, run: RunRow): boolean {
  return run.wakeAt !== null && run.wakeAt <= database.now(run.workspaceId)
}

/** A row with everything that `advance` may see of it. */
export function dueRunOf(database: MemoryDatabase, row: RunRow): DueRun {
  const contact = database.contacts.need(row.contactId)
  const now = database.now(row.workspaceId)
  const wakeAt = row.wakeAt ?? now
  const wasWoken = row.waitUntil !== null
  const isPunctual = row.signal === null && !wasWoken && now - wakeAt < PUNCTUAL_MS
  return {
    run: runStateOf(row),
    epoch: row.epoch,
    workspaceId: row.workspaceId,
    workflowId: row.workflowId,
    versionId: row.versionId,
    contact: contactFactsOf(contact),
    workflowName: database.workflows.need(row.workflowId).name,
    defaultTimeZone: database.workspaces.need(row.workspaceId).timeZone,
    now: isPunctual ? Math.max(wakeAt, row.enteredAt) : now,
    signal: row.signal,
    pendingReply: row.pendingReply,
    lane: row.lane,
    parentRunId: row.parentRunId,
    failures: row.failures,
  }
}

function runStateOf(row: RunRow): RunState {
  const until = row.waitUntil === null ? row.wakeAt : Number.isFinite(row.waitUntil) ? row.waitUntil : null
  return {
    id: row.id,
    nodeId: row.nodeId,
    seq: row.seq,
    enteredAt: row.enteredAt,
    startedAt: row.startedAt,
    status: row.waitKind ? 'waiting' : 'ready',
    exitReason: null,
    vars: row.vars,
    wait: row.waitKind && { kind: row.waitKind, key: row.waitKey, wakeAt: until },
    stepsUsed: row.stepsUsed,
    stepsSinceWait: row.sinceWait,
  }
}

export function contactFactsOf(contact: ContactRow): ContactFacts {
  const { id, phone, firstName, lastName, email, timeZone, optInStatus, tags, attributes, createdAt } = contact
  return {
    ...{ id, phone, firstName, lastName, email, timeZone, optInStatus, tags, attributes },
    createdAt: new Date(createdAt).toISOString(),
  }
}
