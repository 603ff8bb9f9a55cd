import type { Graph, GraphNode } from '@soniarose/graph'
import {
  advance,
  compile,
  startRun,
  type AdvanceResult,
  type CompiledGraph,
  type ContactFacts,
  type RunEvent,
  type RunState,
  type Signal,
} from '../../src/index.ts'

/** Monday, 5 January 2026, 15:00 UTC. */
export const MONDAY = 1_767_625_200_000

export const HOUR = 3_600_000
export const DAY = 24 * HOUR

/** A subscribed contact in New York. */
export function contact(facts: Partial<ContactFacts> = {}): ContactFacts {
  return {
    id: '0199aaaa-0000-7000-8000-000000000001',
    phone: '+15555550123',
    firstName: 'Ana',
    lastName: null,
    email: null,
    timeZone: 'America/New_York',
    optInStatus: 'opted_in',
    tags: ['new'],
    attributes: { city: 'Lyon' },
    createdAt: '2026-01-01T00:00:00.000Z',
    ...facts,
  }
}

export function runEvent(facts: Partial<RunEvent> = {}): RunEvent {
  return { now: MONDAY, contact: contact(), workflow: { id: 'workflow-1', name: 'Joy' }, seed: 'seed', ...facts }
}

/** A run that is walked by hand: what each `advance` came to, and the state in between. */
export class Walked {
  readonly graph: CompiledGraph
  run: RunState
  now = MONDAY
  facts: ContactFacts
  last: AdvanceResult

  constructor(graph: Graph, facts: Partial<ContactFacts> = {}, data = {}) {
    this.graph = compile(graph)
    this.facts = contact(facts)
    this.run = startRun({ id: 'run-1', nodeId: 'start', now: this.now, data })
    this.last = this.on()
  }

  /** Advances with a signal, or without one; `more` replaces parts of the event. */
  on(signal?: Signal, more: Partial<RunEvent> = {}): AdvanceResult {
    this.last = advance(this.graph, this.run, runEvent({ now: this.now, contact: this.facts, signal, ...more }))
    this.run = this.last.run
    return this.last
  }

  /** Lets virtual time pass to when the run wakes, and advances. */
  wake(): AdvanceResult {
    this.now = this.run.wait?.wakeAt ?? this.now
    return this.on()
  }

  accepted(): AdvanceResult {
    return this.on({ kind: 'message', key: this.key, outcome: 'accepted' })
  }

  replies(body: string): AdvanceResult {
    return this.on({ kind: 'reply', id: 'SM1', body, receivedAt: this.now })
  }

  /** What the wait under way is for. */
  get key(): string {
    return this.run.wait?.key ?? ''
  }

  /** The last step as `node:outcome`. */
  get outcome(): string {
    const step = this.last.steps.at(-1)
    return step ? `${step.nodeId}:${step.outcome}` : ''
  }
}

/** The step of a node in a result. */
export function stepOf(result: AdvanceResult, nodeId: string) {
  const step = result.steps.find((candidate) => candidate.nodeId === nodeId)
  if (!step) throw new Error(`No step of ${nodeId} among ${result.steps.map((one) => one.nodeId).join(', ')}`)
  return step
}

/** An exit node. */
export const end: GraphNode = { id: 'end', type: 'exit', position: { x: 0, y: 0 }, data: {} }
