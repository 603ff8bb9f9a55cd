import type { ContactFacts, JsonObject } from '@soniarose/core'
import type { Graph } from '@soniarose/graph'
import { directSession, ManualEnvironment, type Session } from '../environment.ts'
import { key } from '../memory/memory_transaction.ts'
import { MemoryDatabase } from '../memory/memory_database.ts'
import { MemoryEffectStore } from '../memory/memory_effect_store.ts'
import { MemoryMessageStore } from '../memory/memory_message_store.ts'
import { MemoryRunStore } from '../memory/memory_run_store.ts'
import { MemoryVersionStore, publish } from '../memory/memory_version_store.ts'
import { applyStatus } from '../memory/outside/apply_status.ts'
import { receiveInbound } from '../memory/outside/receive_inbound.ts'
import { cancelRun, changeContact, enroll, receiveEvent, retryRun } from '../memory/outside/steer_runs.ts'
import { releaseHeld } from '../memory/unknown.ts'
import type { MessageRow, RunRow } from '../memory/rows.ts'
import type { MessageView, RunView, Stores, StoreWorld } from './world.ts'

/** A Monday at noon in New York. */
const NOON = Date.UTC(2027, 0, 4, 17)
const SILENCE_MS = 5_500

/** The world of the in-memory adapters. */
export class MemoryWorld implements StoreWorld {
  readonly #environment = new ManualEnvironment(NOON)
  readonly #database = new MemoryDatabase(this.#environment)
  readonly #session: Session = directSession('web')
  readonly #workspaceId = this.#database.newId()
  readonly #senderId = this.#database.newId()
  #contacts = 0
  #texts = 0

  constructor() {
    const own = { clockOffset: 0, frozen: false, timeZone: 'America/New_York', hours: { start: '00:00', end: '24:00' } }
    this.#database.workspaces.put({ id: this.#workspaceId, ...own })
    const limits = { perSecond: null, nextSlotAt: null, lateSince: null, lateUntil: null }
    this.#database.senders.put({
      id: this.#senderId,
      workspaceId: this.#workspaceId,
      address: '+15005550006',
      isDefault: true,
      paused: false,
      ...limits,
    })
  }

  stores(): Stores {
    const session = directSession('worker')
    return {
      runs: new MemoryRunStore(this.#database, session),
      messages: new MemoryMessageStore(this.#database, session),
      effects: new MemoryEffectStore(this.#database, session),
      versions: new MemoryVersionStore(this.#database, session),
    }
  }

  pass(ms: number): Promise<void> {
    return this.#environment.pass(ms)
  }

  beSilent(): Promise<void> {
    return this.pass(SILENCE_MS)
  }

  async addContact(facts: Partial<ContactFacts> = {}): Promise<string> {
    const id = this.#database.newId()
    const phone = `+1212555${String(1000 + this.#contacts++)}`
    const person = {
      phone,
      firstName: null,
      lastName: null,
      email: null,
      timeZone: null,
      optInStatus: 'opted_in' as const,
      tags: [],
      attributes: {},
    }
    this.#database.contacts.put({
      ...person,
      ...facts,
      id,
      workspaceId: this.#workspaceId,
      senderId: null,
      createdAt: NOON,
    })
    return id
  }

  async publish(graph: Graph, behaviours?: readonly string[]): Promise<{ workflowId: string; versionId: string }> {
    const workflowId = this.#database.newId()
    return {
      workflowId,
      versionId: publish(this.#database, { workspaceId: this.#workspaceId, workflowId, graph, behaviours }),
    }
  }

  async enroll(workflowId: string, contactIds: readonly string[]): Promise<string[]> {
    const before = new Set([...this.#database.runs.rows()].map((run) => run.id))
    await enroll(this.#database, this.#session, { workflowId, contactIds })
    return [...this.#database.runs.rows()].map((run) => run.id).filter((id) => !before.has(id))
  }

  async freeze(frozen: boolean): Promise<void> {
    this.#database.workspaces.update(this.#workspaceId, { frozen })
  }

  async releaseHeld(): Promise<void> {
    releaseHeld(this.#database)
  }

  async limit(perSecond: number): Promise<void> {
    this.#database.senders.update(this.#senderId, { perSecond })
  }

  async text(contactId: string, body: string, sid = `IN${this.#texts++}-own`): Promise<void> {
    const from = this.#database.contacts.need(contactId).phone
    await receiveInbound(this.#database, this.#session, {
      workspaceId: this.#workspaceId,
      senderId: this.#senderId,
      messageSid: sid,
      from,
      body,
    })
  }

  async event(contactId: string, name: string, data: JsonObject = {}): Promise<void> {
    await receiveEvent(this.#database, this.#session, { contactId, name, data })
  }

  async status({ messageSid, attemptId, status, errorCode }: Parameters<StoreWorld['status']>[0]): Promise<void> {
    const report = { workspaceId: this.#workspaceId, messageSid, attemptId, status, errorCode: errorCode ?? null }
    await applyStatus(this.#database, this.#session, report)
  }

  async cancel(runId: string): Promise<void> {
    await cancelRun(this.#database, this.#session, runId)
  }

  async retry(runId: string): Promise<void> {
    await retryRun(this.#database, this.#session, runId)
  }

  async change(contactId: string, attributes: JsonObject): Promise<void> {
    await changeContact(this.#database, this.#session, { contactId, set: { attributes } })
  }

  holdContact(contactId: string): Promise<() => Promise<void>> {
    return this.#hold(key.contact(contactId))
  }

  holdRun(runId: string): Promise<() => Promise<void>> {
    return this.#hold(key.run(runId))
  }

  async run(id: string): Promise<RunView> {
    return this.#viewOf(this.#database.runs.need(id))
  }

  async runsOf(contactId: string): Promise<RunView[]> {
    return [...this.#database.runs.rows()].filter((run) => run.contactId === contactId).map((run) => this.#viewOf(run))
  }

  async steps(runId: string) {
    const own = [...this.#database.steps.rows()].filter((step) => step.runId === runId).sort((a, b) => a.seq - b.seq)
    return own.map(({ seq, nodeId, status, outcome }) => ({ seq, nodeId, status, outcome }))
  }

  async messagesOf(runId: string): Promise<MessageView[]> {
    const own = [...this.#database.messages.rows()].filter(
      (message) => message.runId === runId && message.direction === 'outbound',
    )
    return own.map((message) => this.#messageView(message))
  }

  async attempts(messageId: string): Promise<string[]> {
    const own = [...this.#database.attempts.rows()].filter((attempt) => attempt.messageId === messageId)
    return own.sort((a, b) => a.number - b.number).map((attempt) => attempt.outcome)
  }

  async optInStatus(contactId: string): Promise<string> {
    return this.#database.contacts.need(contactId).optInStatus
  }

  end(): Promise<void> {
    return Promise.resolve()
  }

  async #hold(row: string): Promise<() => Promise<void>> {
    const transaction = this.#database.begin(this.#session)
    await transaction.lock([row], 'update')
    return async () => transaction.rollback()
  }

  #viewOf(run: RunRow): RunView {
    const { id, status, exitReason, nodeId, seq, epoch, waitKind, waitKey, signal } = run
    const dueInMs = run.wakeAt === null ? null : run.wakeAt - this.#environment.now()
    return {
      id,
      status,
      exitReason,
      nodeId,
      seq,
      epoch,
      waitKind,
      waitKey,
      dueInMs,
      signal,
      pendingReply: run.pendingReply !== null,
    }
  }

  #messageView({ id, status, reason, attempt, attemptId, providerSid, sendAfter }: MessageRow): MessageView {
    return {
      id,
      status,
      reason,
      attempt,
      attemptId,
      providerSid,
      dueInMs: sendAfter === null ? null : sendAfter - this.#environment.now(),
    }
  }
}
