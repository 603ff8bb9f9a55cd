import { scenarioSchema, type Graph, type Scenario, type ScenarioInput } from '@soniarose/graph'
import { advance } from '../advance.ts'
import type { AdvanceResult } from '../advance_result.ts'
import { CURRENT_BEHAVIOURS } from '../behaviours.ts'
import { compile } from '../compile.ts'
import type { CompiledGraph } from '../compiled_graph.ts'
import { applyContactEffects } from '../contact_changes.ts'
import type { ContactFacts } from '../contact_facts.ts'
import { checkExits, exitRun } from '../exit_run.ts'
import type { RunEvent, Signal } from '../run_event.ts'
import { isOver, type RunState, type Wait } from '../run_state.ts'
import { startRun } from '../start_run.ts'
import { addDuration, parseDuration } from '../time/duration.ts'
import { readInstant } from '../time/read_date.ts'
import { resolveZone } from '../time/zone.ts'
import { checkExpectations } from './expectations.ts'
import { Script, type ScriptItem } from './script.ts'
import { isStopWord } from './stop_words.ts'
import type { Simulation, TraceEntry } from './trace.ts'

/** Calls of `advance` after which a simulation gives up; a run's own step budget comes long before. */
const TURNS = 5000

/**
 * Plays a scenario on a graph: the real `advance` in virtual time, texts accepted as soon as they are planned, effects
 * answered from the script, as if it were published now. Quiet hours and sending limits are the sender's and not part of it. Pure.
 */
export function simulate(graph: Graph, input: ScenarioInput = {}): Simulation {
  return new Player(compile(graph, new Set(CURRENT_BEHAVIOURS)), scenarioSchema.parse(input)).play()
}

class Player {
  readonly #graph: CompiledGraph
  readonly #scenario: Scenario
  readonly #script: Script
  readonly #trace: TraceEntry[] = []
  readonly #end: number
  #contact: ContactFacts
  #run: RunState
  #now: number

  constructor(graph: CompiledGraph, scenario: Scenario) {
    this.#graph = graph
    this.#scenario = scenario
    const zone = resolveZone(scenario.contact.timeZone)
    this.#now = readInstant(scenario.startAt, zone) ?? 0
    this.#contact = contactOf(scenario)
    const trigger = graph.triggers.find(({ on }) => on === scenario.trigger.on) ?? graph.triggers[0]
    const nodeId = trigger?.nodeId ?? 'no_trigger'
    this.#run = startRun({ id: 'simulation', nodeId, now: this.#now, data: scenario.trigger.data })
    this.#script = new Script(scenario, { start: this.#now, zone })
    const until = parseDuration(scenario.until)
    this.#end = until ? addDuration(this.#now, until, zone) : this.#now
  }

  play(): Simulation {
    this.#advance(undefined)
    for (let turn = 0; turn < TURNS && !isOver(this.#run); turn++) if (!this.#turn()) break
    const steps = this.#trace.flatMap((entry) => (entry.kind === 'step' ? [entry.step] : []))
    const texts = this.#trace.flatMap((entry) =>
      entry.kind === 'text' && entry.outcome === 'accepted'
        ? [{ at: entry.at, nodeId: entry.nodeId, body: entry.body }]
        : [],
    )
    const simulation = { run: this.#run, now: this.#now, trace: this.#trace, steps, texts }
    return { ...simulation, problems: checkExpectations(this.#scenario.expect, simulation) }
  }

  /** Lets the next thing happen; false when nothing more does before the scenario ends. */
  #turn(): boolean {
    const { wait } = this.#run
    if (wait === null) return false
    const answer = this.#answer(wait)
    if (answer) {
      this.#advance(answer)
      return true
    }
    const item = this.#script.next({ run: this.#run, now: this.#now, wakeAt: wait.wakeAt })
    const at = item?.at ?? wait.wakeAt
    if (at === null || at > this.#end) return false
    this.#now = Math.max(this.#now, at)
    if (item) this.#happen(item, wait)
    else this.#advance(undefined)
    return true
  }

  /** What the world says at once to a text, a call or a child. */
  #answer({ kind, key }: Wait): Signal | null {
    if (key === null) return null
    if (kind === 'message') return { kind, key, outcome: this.#messageOutcome(this.#run.nodeId) }
    if (kind === 'child') return { kind, key, status: 'completed' }
    return kind === 'effect' ? this.#answerEffect(key) : null
  }

  #answerEffect(key: string): Signal {
    const { nodeId } = this.#run
    const scripted = this.#scenario.effects[nodeId]
    const ways = [...(this.#graph.nodes.get(nodeId)?.next.keys() ?? [])]
    const outcome = scripted?.outcome ?? ways.find((way) => way !== 'failed') ?? 'done'
    return { kind: 'effect', key, outcome, output: scripted?.output ?? {} }
  }

  #messageOutcome(nodeId: string) {
    const allowed = this.#contact.optInStatus === 'opted_in' ? 'accepted' : 'blocked'
    return this.#scenario.messages[nodeId] ?? allowed
  }

  #happen(item: ScriptItem, wait: Wait): void {
    if (item.kind === 'event') return this.#event(item, wait)
    const stop = isStopWord(item.body)
    const heard = stop || wait.kind === 'reply'
    this.#trace.push({ kind: 'reply', at: this.#now, body: item.body, heard })
    if (stop) {
      this.#contact = { ...this.#contact, optInStatus: 'opted_out' }
      this.#take(exitRun(this.#graph, this.#run, { now: this.#now, reason: 'opted_out', detail: { text: item.body } }))
    } else if (heard) this.#advance({ kind: 'reply', id: item.id, body: item.body, receivedAt: this.#now })
  }

  #event(item: Extract<ScriptItem, { kind: 'event' }>, wait: Wait): void {
    const signal: Signal = { kind: 'event', key: item.name, data: item.data }
    const exited = checkExits(this.#graph, this.#run, this.#runEvent(signal))
    const heard = exited !== null || (wait.kind === 'event' && wait.key === item.name)
    this.#trace.push({ kind: 'event', at: this.#now, name: item.name, heard })
    if (exited) this.#take(exited)
    else if (heard) this.#advance(signal)
  }

  #runEvent(signal: Signal | undefined): RunEvent {
    const workflow = { id: 'simulation', name: this.#graph.name }
    return { now: this.#now, contact: this.#contact, workflow, signal, seed: 'simulation' }
  }

  #advance(signal: Signal | undefined): void {
    this.#take(advance(this.#graph, this.#run, this.#runEvent(signal)))
  }

  #take({ run, steps, effects }: AdvanceResult): void {
    const at = this.#now
    this.#run = run
    this.#contact = applyContactEffects(this.#contact, effects)
    for (const step of steps) this.#trace.push({ kind: 'step', at, step })
    for (const effect of effects) {
      if (effect.type === 'plan_message') {
        const { nodeId, body } = effect
        this.#trace.push({ kind: 'text', at, nodeId, body, outcome: this.#messageOutcome(nodeId) })
      } else this.#trace.push({ kind: 'effect', at, effect })
    }
    if (run.wait && ['time', 'reply', 'event'].includes(run.wait.kind))
      this.#trace.push({ kind: 'wait', at, nodeId: run.nodeId, until: run.wait.wakeAt })
  }
}

function contactOf({ contact }: Scenario): ContactFacts {
  return {
    id: 'contact',
    phone: contact.phone ?? '+15555550123',
    firstName: contact.firstName ?? null,
    lastName: contact.lastName ?? null,
    email: contact.email ?? null,
    timeZone: contact.timeZone ?? null,
    optInStatus: contact.optInStatus ?? 'opted_in',
    tags: contact.tags ?? [],
    attributes: contact.attributes ?? {},
    createdAt: '2026-01-01T00:00:00.000Z',
  }
}
