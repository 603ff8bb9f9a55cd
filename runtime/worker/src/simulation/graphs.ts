import type { Graph, GraphEdge, GraphNode, NodeData } from '@soniarose/graph'
import type { Chance } from './chance.ts'

/** What a random graph may refer to. */
export interface GraphSurroundings {
  name: string
  /** The event that starts it besides hand enrolment; null: none. */
  trigger: NodeData
  /** Workflows that it may start. */
  others: readonly string[]
  unknownAfter: string
}

const EVENTS = ['paid', 'left', 'clicked'] as const
const TAGS = ['warm', 'cold', 'joy'] as const

/** Nodes with the one handle `next`, by how often they come. */
const PLAIN: readonly ((chance: Chance) => { type: string; data: NodeData })[] = [
  (chance) => ({ type: 'wait', data: { for: durationOf(chance) } }),
  () => ({ type: 'wait', data: { untilDate: 'contact.attributes.due', offset: 'PT5S' } }),
  (chance) => ({ type: 'wait', data: { untilTime: chance.pick(['09:30', '18:00']), days: ['mon', 'tue', 'thu'] } }),
  (chance) => ({ type: 'add_tag', data: { tag: chance.pick(TAGS) } }),
  (chance) => ({ type: 'remove_tag', data: { tag: chance.pick(TAGS) } }),
  () => ({ type: 'update_contact', data: { set: [{ field: 'attributes.seen', value: '{{ run.stepsUsed }}' }] } }),
  () => ({ type: 'notify_team', data: { message: 'Look at {{ contact.phone }}' } }),
  () => ({ type: 'handoff', data: { note: 'Yours' } }),
]

/** Seconds mostly, so that much happens; days sometimes, so that nights lie between. */
function durationOf(chance: Chance): string {
  const seconds = `PT${chance.between(1, 40)}S`
  return chance.pick([seconds, seconds, seconds, `PT${chance.between(1, 20)}M`, 'PT3H', 'P1D'])
}

/** A small workflow with everything in it that the engine knows. */
export function randomGraph(chance: Chance, surroundings: GraphSurroundings): Graph {
  const builder = new GraphBuilder(chance, surroundings)
  return builder.build(chance.between(3, 12))
}

class GraphBuilder {
  readonly #chance: Chance
  readonly #surroundings: GraphSurroundings
  readonly #nodes: GraphNode[] = []
  readonly #edges: GraphEdge[] = []
  /** Handles that lead nowhere yet. */
  #open: { source: string; handle: string }[] = []

  constructor(chance: Chance, surroundings: GraphSurroundings) {
    this.#chance = chance
    this.#surroundings = surroundings
  }

  build(size: number): Graph {
    this.#add('trigger', this.#surroundings.trigger, ['next'])
    while (this.#nodes.length < size && this.#open.length > 0) this.#grow()
    this.#close()
    const { name } = this.#surroundings
    return { schemaVersion: 1, name, settings: this.#settings(), nodes: this.#nodes, edges: this.#edges }
  }

  #settings(): Record<string, unknown> {
    const chance = this.#chance
    const reentry = chance.pick(['never', 'after_exit', 'always'])
    const unknownPolicy = {
      after: this.#surroundings.unknownAfter,
      then: chance.pick(['skip', 'skip', 'hold', 'resend']),
    }
    const exitRules = chance.happens(0.3) ? [{ id: 'rule', label: 'Left', event: 'left' }] : []
    return { reentry, unknownPolicy, exitRules }
  }

  #grow(): void {
    const chance = this.#chance
    const kind = chance.next()
    if (kind < 0.38) return this.#text()
    if (kind < 0.5) return this.#question()
    if (kind < 0.75) {
      const { type, data } = chance.pick(PLAIN)(chance)
      return this.#add(type, data, ['next'])
    }
    return this.#branching()
  }

  #text(): void {
    const body = `Text {{ run.stepsUsed }} of {{ workflow.name }}`
    this.#add('send_sms', { body }, this.#chance.happens(0.25) ? ['next', 'failed'] : ['next'])
    if (this.#chance.happens(0.4)) this.#question()
  }

  #question(): void {
    const branches = [
      { id: 'yes', label: '', match: { affirmative: true } },
      { id: 'number', label: '', match: { number: true } },
    ]
    this.#add('branch_on_reply', { timeout: durationOf(this.#chance), branches }, ['yes', 'number', 'other', 'timeout'])
  }

  #branching(): void {
    const chance = this.#chance
    const { others } = this.#surroundings
    const choices: (() => void)[] = [
      () => this.#add('stop_check', {}, ['subscribed', 'opted_out']),
      () => this.#add('wait', { untilEvent: chance.pick(EVENTS), timeout: durationOf(chance) }, ['next', 'timeout']),
      () =>
        this.#add(
          'condition',
          { branches: [{ id: 'a', label: '', when: { field: 'contact.tags', op: 'has_tag', value: 'warm' } }] },
          ['a', 'else'],
        ),
      () =>
        this.#add(
          'split',
          {
            branches: [
              { id: 'a', label: '', weight: 1 },
              { id: 'b', label: '', weight: 2 },
            ],
          },
          ['a', 'b'],
        ),
      () =>
        this.#add('plugin', { plugin: 'joy-quotes', node: 'pick_quote', input: { mood: '{{ contact.phone }}' } }, [
          'done',
          'failed',
        ]),
      () => this.#add('http_request', this.#request(), ['next', 'failed']),
      () => this.#add('goal', { name: 'Paid', event: 'paid' }, []),
    ]
    if (others.length > 0)
      choices.push(() =>
        this.#add('start_workflow', { workflowId: chance.pick(others), waitForIt: chance.happens(0.7) }, ['next']),
      )
    chance.pick(choices)()
  }

  #request(): NodeData {
    const method = this.#chance.pick(['GET', 'POST'])
    return {
      method,
      url: 'https://example.com/{{ run.id }}/{{ run.stepsUsed }}/{{ now }}',
      ...(method === 'POST' ? { body: 'joy' } : {}),
    }
  }

  /** Adds a node behind one of the open handles, or behind several of them. */
  #add(type: string, data: NodeData, handles: readonly string[]): void {
    const id = `${type}${this.#nodes.length}`
    const joined = this.#open.length > 0 ? this.#takeOpen() : []
    for (const from of joined) this.#connect(from, id)
    this.#nodes.push({ id, type, position: { x: 0, y: 0 }, data })
    this.#open.push(...handles.map((handle) => ({ source: id, handle })))
  }

  #takeOpen(): { source: string; handle: string }[] {
    const first = this.#chance.pick(this.#open)
    const taken = this.#open.filter(
      (handle) => handle === first || (handle.source === first.source && this.#chance.happens(0.5)),
    )
    this.#open = this.#open.filter((handle) => !taken.includes(handle))
    return taken
  }

  /** What is still open ends there, at an exit, or goes back to a wait: a loop in which time passes. */
  #close(): void {
    const waits = this.#nodes.filter((node) => node.type === 'wait' && node.data['for'] !== undefined)
    const isLooping = this.#chance.happens(0.3)
    for (const handle of this.#open.splice(0)) {
      const chance = this.#chance.next()
      if (isLooping && chance < 0.3 && waits.length > 0) this.#connect(handle, this.#chance.pick(waits).id)
      else if (chance < 0.6) this.#exit(handle)
    }
  }

  #exit(handle: { source: string; handle: string }): void {
    const id = `exit${this.#nodes.length}`
    this.#nodes.push({ id, type: 'exit', position: { x: 0, y: 0 }, data: {} })
    this.#connect(handle, id)
  }

  #connect({ source, handle }: { source: string; handle: string }, target: string): void {
    this.#edges.push({ id: `e${this.#edges.length}`, source, sourceHandle: handle, target })
  }
}
