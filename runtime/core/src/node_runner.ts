import type { PluginManifest } from '@soniarose/graph'
import type { ContactFacts } from './contact_facts.ts'
import type { Effect } from './effect.ts'
import type { Json, JsonObject } from './json.ts'
import type { RunEvent, Signal } from './run_event.ts'
import type { RunState, Wait } from './run_state.ts'
import type { StepStatus } from './step_record.ts'

/** What a visit comes to. */
export type Move =
  /** Leaves by a handle; without an edge there the run completes. */
  | { to: 'leave'; handle: string; outcome?: string; status?: StepStatus; detail: JsonObject }
  /** Stays on the node until the wait is over. */
  | { to: 'wait'; wait: Wait }
  /** Ends the run here. */
  | {
      to: 'end'
      status: 'completed' | 'exited' | 'failed'
      reason: string | null
      outcome: string
      detail: JsonObject
    }

/** What a node sees during its visit, and the few things it may do. */
export interface Visit {
  readonly run: RunState
  readonly event: RunEvent
  /** The contact with what earlier nodes of this same advance have changed. */
  readonly contact: ContactFacts
  /** The contact's zone, or the default one. */
  readonly zone: string
  /** Whether an edge leaves by this handle. */
  hasEdge(handle: string): boolean
  /** An id for a message, an effect or a child run; the same for the same run, step and seed. */
  newId(): string
  emit(effect: Effect): void
  /** Replaces what later nodes see of the contact. */
  changeContact(contact: ContactFacts): void
  /** Keeps what a node gave back, for later templates and conditions. */
  saveOutput(name: string, output: Json): void
  /** Takes the reply that waits for the run, if there is one. */
  takePendingReply(): RunEvent['pendingReply']
  /** The value at a path such as `contact.firstName`; undefined when there is none. */
  lookup(path: string): unknown
  /** What templates see. */
  readonly scope: TemplateScope
}

/** What templates see. */
export interface TemplateScope {
  contact: ContactFacts
  workflow: RunEvent['workflow']
  run: { id: string; startedAt: string; stepsUsed: number }
  /** ISO 8601. */
  now: string
  reply: RunState['vars']['reply']
  steps: RunState['vars']['steps']
  trigger: JsonObject
  /** The zone that the `date` filter writes in. */
  timeZone: string
}

/** A node of a compiled graph. */
export interface CompiledNode {
  id: string
  kind: string
  /** Where each handle leads. */
  next: ReadonlyMap<string, string>
  /** The contact, reply or clock moves while it waits. */
  waits: boolean
  enter(visit: Visit): Move
  /** Undefined for kinds that never wait. Null: the signal isn't for this wait, stay as it is. */
  resume?: ((visit: Visit, signal: Signal | undefined) => Move | null) | undefined
  /** When the wait is due by today's facts, for waits that a contact's zone or date can move. */
  dueAt?: ((visit: Visit) => number | null) | undefined
}

/** What compiling a node may use. */
export interface CompileContext {
  plugins: readonly PluginManifest[] | undefined
}
