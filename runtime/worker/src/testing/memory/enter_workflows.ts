import { decideEntry, type JsonObject } from '@soniarose/core'
import { settingsOf } from '@soniarose/graph'
import type { Lane } from '../../ports/run_store.ts'
import type { MemoryDatabase } from './memory_database.ts'
import type { RunRow, WorkflowRow } from './rows.ts'

/** One contact that should enter one workflow. */
export interface Entry {
  workflowId: string
  contactId: string
  /** null: the workflow's first trigger. */
  nodeId: string | null
  runId: string | null
  parentRunId: string | null
  trigger: JsonObject
  /** The same key starts a workflow once. */
  triggerKey: string | null
  lane: Lane
}

/** Starts a run if the workflow lets the contact in. @returns the run's id; null when it does not */
export function enterWorkflow(database: MemoryDatabase, entry: Entry): string | null {
  const flow = database.workflows.get(entry.workflowId)
  if (!flow || !mayEnter(database, flow, entry)) return null
  const runs = [...database.runs.rows()].filter((run) => run.workflowId === flow.id)
  if (entry.triggerKey !== null && runs.some((run) => run.triggerKey === entry.triggerKey)) return null
  const former = runs.filter((run) => run.contactId === entry.contactId)
  const now = database.now(flow.workspaceId)
  const run: RunRow = {
    ...newRun(database, flow, entry),
    entry: Math.max(0, ...former.map((run) => run.entry)) + 1,
    enteredAt: now,
    startedAt: now,
    wakeAt: now,
  }
  database.runs.insert(run)
  return run.id
}

function mayEnter(database: MemoryDatabase, flow: WorkflowRow, { contactId }: Entry): boolean {
  const contact = database.contacts.get(contactId)
  if (flow.status !== 'live' || contact?.workspaceId !== flow.workspaceId) return false
  if (contact.optInStatus === 'opted_out') return false
  const settings = settingsOf(database.versions.need(flow.publishedVersionId).graph)
  const former = [...database.runs.rows()].filter((run) => run.workflowId === flow.id && run.contactId === contactId)
  const rule = { rule: settings.reentry, days: settings.reentryDays ?? 1 }
  return decideEntry(rule, { runs: former, now: database.now(flow.workspaceId) }).enter
}

function newRun(database: MemoryDatabase, flow: WorkflowRow, entry: Entry): RunRow {
  const { graph } = database.versions.need(flow.publishedVersionId)
  const first = graph.nodes.find((node) => node.type === 'trigger')?.id ?? ''
  return {
    id: entry.runId ?? database.newId(),
    workspaceId: flow.workspaceId,
    workflowId: flow.id,
    versionId: flow.publishedVersionId,
    contactId: entry.contactId,
    parentRunId: entry.parentRunId,
    nodeId: entry.nodeId ?? first,
    triggerKey: entry.triggerKey,
    lane: entry.lane,
    vars: { trigger: entry.trigger, reply: null, steps: {} },
    ...FRESH,
  }
}

const FRESH = {
  seq: 1,
  epoch: 0,
  entry: 1,
  stepsUsed: 1,
  sinceWait: 1,
  failures: 0,
  status: 'ready',
  exitReason: null,
  enteredAt: 0,
  startedAt: 0,
  finishedAt: null,
  waitKind: null,
  waitKey: null,
  wakeAt: null,
  waitUntil: null,
  signal: null,
  pendingReply: null,
} as const

/** Something that happened to a contact and may start workflows. */
export interface StartingEvent {
  workspaceId: string
  contactId: string
  kind: string
  /** The tag, keyword or event name; compared without regard to case. */
  key: string
  data: JsonObject
  triggerKey: string | null
}

/** Starts the live workflows that wait for this. @returns how many runs were started */
export function startByEvent(database: MemoryDatabase, event: StartingEvent): number {
  let started = 0
  for (const flow of database.workflows.rows()) {
    if (flow.workspaceId !== event.workspaceId || flow.status !== 'live') continue
    for (const trigger of flow.triggers) {
      if (trigger.kind !== event.kind || trigger.key.toLowerCase() !== event.key.toLowerCase()) continue
      const triggerKey = event.triggerKey && `${event.triggerKey}:${event.contactId}`
      const { contactId, data } = event
      const entry = {
        workflowId: flow.id,
        contactId,
        nodeId: trigger.nodeId,
        runId: null,
        parentRunId: null,
        triggerKey,
        lane: 0 as const,
      }
      if (enterWorkflow(database, { ...entry, trigger: { kind: event.kind, ...data } })) started += 1
    }
  }
  return started
}
