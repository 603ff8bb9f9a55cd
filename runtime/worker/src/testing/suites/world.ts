import type { ContactFacts, JsonObject, RunStatus, Signal, WaitKind } from '@soniarose/core'
import type { Graph } from '@soniarose/graph'
import type { EffectStore } from '../../ports/effect_store.ts'
import type { MessageStore } from '../../ports/message_store.ts'
import type { RunStore } from '../../ports/run_store.ts'
import type { VersionStore } from '../../ports/version_store.ts'

/** The stores of one process. */
export interface Stores {
  runs: RunStore
  messages: MessageStore
  effects: EffectStore
  versions: VersionStore
}

export interface RunView {
  id: string
  status: RunStatus
  exitReason: string | null
  nodeId: string
  seq: number
  epoch: number
  waitKind: WaitKind | null
  waitKey: string | null
  /** Milliseconds until it is due; null: only the outside wakes it. */
  dueInMs: number | null
  signal: Signal | null
  pendingReply: boolean
}

export interface MessageView {
  id: string
  status: string
  reason: string | null
  attempt: number
  attemptId: string | null
  providerSid: string | null
  /** Milliseconds until it is looked at; null: it is not. */
  dueInMs: number | null
}

export interface StepView {
  seq: number
  nodeId: string
  status: string
  outcome: string
}

/** A database with a workspace, a sender and whatever else a test puts there: what every adapter is tried on. */
export interface StoreWorld {
  /** Stores as a process of its own would have them. */
  stores(): Stores
  /** Lets time pass, for the workspace and for every deadline. */
  pass(ms: number): Promise<void>
  /** Lets an open transaction be silent for longer than it may. */
  beSilent(): Promise<void>

  addContact(facts?: Partial<ContactFacts>): Promise<string>
  /** @param behaviours the names that the version keeps; absent: today's */
  publish(graph: Graph, behaviours?: readonly string[]): Promise<{ workflowId: string; versionId: string }>
  /** @returns the new runs */
  enroll(workflowId: string, contactIds: readonly string[]): Promise<string[]>
  freeze(isFrozen: boolean): Promise<void>
  /** Looks whether what holds texts has been lifted, as a worker's sweep does. */
  releaseHeld(): Promise<void>
  /** Gives the sender a rate of so many segments a second. */
  limit(perSecond: number): Promise<void>

  /** A text from the contact's phone; the same sid is the same text. */
  text(contactId: string, body: string, sid?: string): Promise<void>
  event(contactId: string, name: string, data?: JsonObject): Promise<void>
  status(report: { messageSid: string; attemptId: string | null; status: string; errorCode?: number }): Promise<void>
  cancel(runId: string): Promise<void>
  retry(runId: string): Promise<void>
  change(contactId: string, attributes: JsonObject): Promise<void>
  /** Holds a contact as somebody who is changing it does. @returns what lets it go */
  holdContact(contactId: string): Promise<() => Promise<void>>
  /** Holds a run as somebody who is ending it does. @returns what lets it go */
  holdRun(runId: string): Promise<() => Promise<void>>

  run(id: string): Promise<RunView>
  runsOf(contactId: string): Promise<RunView[]>
  steps(runId: string): Promise<StepView[]>
  messagesOf(runId: string): Promise<MessageView[]>
  /** Outcomes of a text's attempts, by number. */
  attempts(messageId: string): Promise<string[]>
  optInStatus(contactId: string): Promise<string>
  end(): Promise<void>
}

/** A test as a suite needs it: japa's `test` fits. */
export type SuiteTest = (title: string, run: () => Promise<void>) => unknown

export interface SuiteOptions {
  test: SuiteTest
  createWorld(): Promise<StoreWorld>
}

/** Runs a test on a world of its own. */
export function onWorld({
  test,
  createWorld,
}: SuiteOptions): (title: string, run: (world: StoreWorld) => Promise<void>) => void {
  return (title, run) => {
    test(title, async () => {
      const world = await createWorld()
      try {
        await run(world)
      } finally {
        await world.end()
      }
    })
  }
}
