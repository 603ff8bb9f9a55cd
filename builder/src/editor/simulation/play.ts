import { simulate, type RunState, type StepRecord, type TraceEntry } from '@soniarose/core'
import {
  findPluginNode,
  handlesOf,
  isRecord,
  type Graph,
  type GraphNode,
  type NodeContext,
  type ScenarioInput,
} from '@soniarose/graph'

/** What the tester lets the contact, or another system, do while the run waits for it. */
export type Decision = { kind: 'reply'; body: string } | { kind: 'event' } | { kind: 'silence' }

/** How the test is set up. */
export interface TestSetup {
  contact: NonNullable<ScenarioInput['contact']>
  /** When the contact comes in, ISO 8601. */
  startAt: string
  /** The way out that a plugin's or a request's step takes, and whether a text is refused, by step. */
  outcomes: Readonly<Record<string, string>>
  context: NodeContext
}

/** A test as far as it has come. */
export interface Play {
  /** What has happened until now. */
  trace: TraceEntry[]
  /** The step that waits for the tester to decide; null when the run is over or waits for nothing. */
  asks: { nodeId: string; kind: 'reply' | 'event'; until: number | null } | null
  run: RunState
  steps: StepRecord[]
  /** Virtual time, in epoch milliseconds. */
  now: number
}

const A_MINUTE = 60_000

/** The kinds of step that wait for somebody rather than for the clock. */
function asksFor(graph: Graph, nodeId: string): 'reply' | 'event' | null {
  const node = graph.nodes.find((each) => each.id === nodeId)
  if (node?.type === 'branch_on_reply') return 'reply'
  return node?.type === 'wait' && node.data['untilEvent'] !== undefined ? 'event' : null
}

/**
 * Plays the graph from its start with the decisions made so far and stops where the next one is needed. Waits for
 * the clock pass at once. Pure: the same graph, setup and decisions give the same play.
 */
export function play(graph: Graph, setup: TestSetup, decisions: readonly Decision[]): Play {
  const scenario = baseScenario(graph, setup)
  const replies: NonNullable<ScenarioInput['replies']> = []
  const events: NonNullable<ScenarioInput['events']> = []
  const start = Date.parse(setup.startAt)
  // Each round plays all decisions so far; the next one is timed by where that round came to ask for it.
  for (let made = 0; ; made += 1) {
    const simulation = simulate(graph, { ...scenario, replies, events })
    const asked = nthQuestion(graph, simulation.trace, made)
    const decision = decisions[made]
    if (asked === null)
      return { trace: simulation.trace, asks: null, run: simulation.run, steps: simulation.steps, now: simulation.now }
    if (decision === undefined) {
      const trace = simulation.trace.slice(0, asked.index + 1)
      const steps = trace.flatMap((entry) => (entry.kind === 'step' ? [entry.step] : []))
      return {
        trace,
        steps,
        asks: asked.question,
        now: asked.at,
        run: waitingRun(simulation.run, asked.question.nodeId),
      }
    }
    const after = `PT${Math.max(0, Math.round((asked.at + A_MINUTE - start) / 1000))}S`
    if (decision.kind === 'reply') replies.push({ body: decision.body, after })
    if (decision.kind === 'event') events.push({ name: eventName(graph, asked.question.nodeId), after })
  }
}

function baseScenario(graph: Graph, setup: TestSetup): ScenarioInput {
  const messages: NonNullable<ScenarioInput['messages']> = {}
  const effects: NonNullable<ScenarioInput['effects']> = {}
  for (const node of graph.nodes) {
    const outcome = setup.outcomes[node.id] ?? ''
    if (node.type === 'send_sms' && outcome === 'failed') messages[node.id] = 'failed'
    if (node.type === 'plugin')
      effects[node.id] = { outcome: outcome || firstOutcome(node, setup.context), output: madeUp(node, setup.context) }
    if (node.type === 'http_request')
      effects[node.id] = { outcome: outcome || 'next', output: { status: 200, body: {} } }
  }
  return { contact: setup.contact, startAt: setup.startAt, messages, effects }
}

function firstOutcome(node: GraphNode, context: NodeContext): string {
  return handlesOf(node, context)[0]?.id ?? 'done'
}

/** What a plugin would give back, made up from the shape that it declares: `[quote]` for a text, 1 for a number. */
function madeUp(node: GraphNode, context: NodeContext): Record<string, string | number | boolean> {
  const found = findPluginNode(context.plugins, String(node.data['plugin']), String(node.data['node']))
  const properties = found?.output['properties']
  if (!isRecord(properties)) return {}
  return Object.fromEntries(
    Object.entries(properties).map(([key, schema]) => {
      const type = isRecord(schema) ? schema['type'] : undefined
      return [key, type === 'number' || type === 'integer' ? 1 : type === 'boolean' ? true : `[${key}]`]
    }),
  )
}

/** The n-th time that the run waits for somebody. */
function nthQuestion(graph: Graph, trace: readonly TraceEntry[], n: number) {
  let seen = 0
  for (const [index, entry] of trace.entries()) {
    if (entry.kind !== 'wait') continue
    const kind = asksFor(graph, entry.nodeId)
    if (kind === null) continue
    if (seen === n) return { index, at: entry.at, question: { nodeId: entry.nodeId, kind, until: entry.until } }
    seen += 1
  }
  return null
}

function eventName(graph: Graph, nodeId: string): string {
  const name = graph.nodes.find((node) => node.id === nodeId)?.data['untilEvent']
  return typeof name === 'string' && name !== '' ? name : 'event'
}

const waitingRun = (run: RunState, nodeId: string): RunState => ({
  ...run,
  nodeId,
  status: 'waiting',
  exitReason: null,
})

/** Steps whose outcome the world decides, so that a tester may choose it. */
export function decidableSteps(graph: Graph): { id: string; kind: string }[] {
  return graph.nodes
    .filter((node) => node.type === 'send_sms' || node.type === 'plugin' || node.type === 'http_request')
    .map((node) => ({ id: node.id, kind: node.type }))
}
