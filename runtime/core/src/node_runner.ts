import type { ContactFacts } from './contact_facts.ts'
import type { Effect } from './effect.ts'
import type { Json, JsonObject } from './json.ts'
import type { IncomingReply, RunEvent, Signal } from './run_event.ts'
import type { RunState, Wait } from './run_state.ts'
import type { ScopeSource } from './scope.ts'
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

/** What a node sees during its visit, and the few things it may do. Templates and conditions read from it. */
export interface Visit extends ScopeSource {
  readonly run: Readonly<RunState>
  readonly event: RunEvent
  /** The contact with what earlier nodes of this same advance have changed. */
  readonly contact: ContactFacts
  /** Whether an edge leaves by this handle. */
  hasEdge(handle: string): boolean
  /** An id for a message, an effect or a child run; the same for the same run, step and seed. */
  newId(): string
  emit(effect: Effect): void
  /** Replaces what later nodes see of the contact. */
  changeContact(contact: ContactFacts): void
  /** Keeps what a node gave back; false when it is too large to be kept. */
  saveOutput(name: string, output: Json): boolean
  /** Takes a reply as the run's last one. */
  takeReply(reply: IncomingReply): void
  /** Takes the reply that waits for the run, if there is one. */
  takePendingReply(): IncomingReply | undefined
}

/** What a kind of node does, compiled from one node's data. */
export interface NodeBehaviour {
  enter(visit: Visit): Move
  /** For kinds that wait. The signal fits the wait, or is absent when the wait's own time has come. */
  resume?: ((visit: Visit, signal: Signal | undefined) => Move) | undefined
  /** When the wait is due by today's facts, for waits that the contact's zone or date can move. */
  dueAt?: ((visit: Visit) => number | null) | undefined
}

/** A node of a compiled graph. */
export interface CompiledNode extends NodeBehaviour {
  id: string
  kind: string
  /** Where each handle leads. */
  next: ReadonlyMap<string, string>
}

/** Compiles a node's raw data; data that doesn't fit the kind gives the reason. */
export type NodeCompiler = (nodeId: string, data: unknown) => { behaviour: NodeBehaviour } | { problem: string }

/** The part of a node definition that compiling needs; `Data` follows from its schema. */
interface Readable<Data> {
  schema: {
    safeParse(
      data: unknown,
    ):
      | { success: true; data: Data }
      | { success: false; error: { issues: readonly { message: string; path: readonly PropertyKey[] }[] } }
  }
}

/**
 * Ties what a kind of node does to the schema of its data.
 *
 * @param build called once for each node; may throw on templates and patterns that can't be read
 */
export function defineRunner<Data>(
  definition: Readable<Data>,
  build: (data: Data, nodeId: string) => NodeBehaviour,
): NodeCompiler {
  return (nodeId, data) => {
    const parsed = definition.schema.safeParse(data)
    if (!parsed.success) {
      const [issue] = parsed.error.issues
      return { problem: `${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? 'wrong data'}` }
    }
    try {
      return { behaviour: build(parsed.data, nodeId) }
    } catch (error) {
      return { problem: error instanceof Error ? error.message : String(error) }
    }
  }
}

/** Leaves by the one way out, keeping what decided. */
export function leave(handle: string, detail: JsonObject): Move {
  return { to: 'leave', handle, detail }
}
