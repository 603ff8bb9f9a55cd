import type { CompiledGraph } from './compiled_graph.ts'
import type { ContactFacts } from './contact_facts.ts'
import type { Effect } from './effect.ts'
import type { AdvanceResult } from './advance_result.ts'
import type { Json, JsonObject } from './json.ts'
import type { CompiledNode, Visit } from './node_runner.ts'
import type { IncomingReply, RunEvent } from './run_event.ts'
import type { RunState, RunStatus } from './run_state.ts'
import type { StepRecord, StepStatus } from './step_record.ts'
import { toIso } from './time/iso.ts'
import { resolveZone } from './time/zone.ts'
import { derivedUuid } from './uuid.ts'

/** Characters of JSON that one node's output may have; the run carries it until it ends. */
const OUTPUT_LIMIT = 16_384

/** One call of `advance` under way: the run as it changes, and what came of it so far. */
export class Walk implements Visit {
  readonly event: RunEvent
  readonly run: RunState
  readonly now: number
  contact: ContactFacts
  readonly #graph: CompiledGraph
  readonly #steps: StepRecord[] = []
  readonly #effects: Effect[] = []
  #zone: string | null = null
  #nowText: string | null = null
  #ids = 0
  #pendingReplyTaken = false

  constructor(graph: CompiledGraph, run: RunState, event: RunEvent) {
    this.#graph = graph
    this.event = event
    this.now = event.now
    this.contact = event.contact
    this.run = { ...run, vars: { ...run.vars } }
  }

  get zone(): string {
    return (this.#zone ??= resolveZone(this.contact.timeZone, this.event.defaultTimeZone))
  }

  get node(): CompiledNode | undefined {
    return this.#graph.nodes.get(this.run.nodeId)
  }

  root(name: string): unknown {
    switch (name) {
      case 'contact':
        return this.contact
      case 'steps':
        return this.run.vars.steps
      case 'reply':
        return this.run.vars.reply
      case 'workflow':
        return this.event.workflow
      case 'trigger':
        return this.run.vars.trigger
      case 'now':
        return (this.#nowText ??= toIso(this.now))
      case 'run':
        return { id: this.run.id, startedAt: toIso(this.run.startedAt), stepsUsed: this.run.stepsUsed }
      default:
        return undefined
    }
  }

  hasEdge(handle: string): boolean {
    return this.node?.next.has(handle) ?? false
  }

  newId(): string {
    return derivedUuid(this.now, `${this.run.id}/${this.run.seq}/${this.#ids++}/${this.event.seed}`)
  }

  emit(effect: Effect): void {
    this.#effects.push(effect)
  }

  changeContact(contact: ContactFacts): void {
    this.contact = contact
    this.#zone = null
  }

  saveOutput(name: string, output: Json): boolean {
    if (JSON.stringify(output).length > OUTPUT_LIMIT) return false
    this.run.vars.steps = { ...this.run.vars.steps, [name]: output }
    return true
  }

  takeReply({ id, body, receivedAt }: IncomingReply): void {
    this.run.vars.reply = { id, body, receivedAt: toIso(receivedAt) }
  }

  takePendingReply(): IncomingReply | undefined {
    if (this.#pendingReplyTaken) return undefined
    const reply = this.event.pendingReply
    this.#pendingReplyTaken = reply !== undefined
    return reply
  }

  /** Records the visit under way as ended now. */
  record(step: { status: StepStatus; outcome: string; detail: JsonObject }): void {
    const { seq, nodeId, enteredAt } = this.run
    const nodeType = this.node?.kind ?? 'unknown'
    this.#steps.push({ seq, nodeId, nodeType, ...step, startedAt: enteredAt, finishedAt: this.now })
  }

  /** Begins a visit. */
  enter(nodeId: string): void {
    const { run } = this
    run.nodeId = nodeId
    run.seq += 1
    run.enteredAt = this.now
    run.stepsUsed += 1
    run.stepsSinceWait += 1
    run.wait = null
    run.status = 'ready'
  }

  /** Ends the run. */
  end(status: RunStatus, reason: string | null): void {
    this.run.status = status
    this.run.exitReason = reason
    this.run.wait = null
  }

  result(): AdvanceResult {
    return { run: this.run, steps: this.#steps, effects: this.#effects, pendingReplyTaken: this.#pendingReplyTaken }
  }
}
