import { parseGraph, reachableFrom, indexGraph, type Graph } from '@soniarose/graph'
import { test } from '@japa/runner'
import fc from 'fast-check'
import { arbitraryGraph } from '../../../graph/tests/support/arbitrary_graph.ts'
import {
  advance,
  compile,
  explainPath,
  isOver,
  startRun,
  tellPath,
  type PastVisit,
  type PathAnswer,
  type RunState,
  type RunStatus,
  type Signal,
  type StepRecord,
} from '../../src/index.ts'
import { DAY, MONDAY, runEvent } from '../support/play.ts'

const node = (id: string, type: string, data: object = {}) => ({ id, type, position: { x: 0, y: 0 }, data })
const edge = (text: string) => {
  const [from = '', target = ''] = text.split(' -> ')
  const [source = '', sourceHandle = 'next'] = from.split('.')
  return { id: text, source, sourceHandle, target }
}

/** Do they like roses? Then a text about them, else a question about tulips. */
function roses(): Graph {
  const parsed = parseGraph({
    schemaVersion: 1,
    name: 'Roses',
    nodes: [
      node('start', 'trigger', { on: 'manual' }),
      node('likes', 'condition', {
        label: 'Likes roses?',
        branches: [
          { id: 'yes', label: 'Yes', when: { field: 'contact.attributes.city', op: 'equals', value: 'Lyon' } },
        ],
      }),
      node('about', 'send_sms', { body: 'Roses. Reply STOP to opt out.', label: 'About roses' }),
      node('ask', 'branch_on_reply', {
        label: 'Tulips?',
        timeout: 'P1D',
        branches: [{ id: 'sure', label: 'Sure', match: { anyWord: ['sure'] } }],
      }),
      node('later', 'wait', { for: 'P1D' }),
      node('lonely', 'exit'),
    ],
    edges: ['start -> likes', 'likes.yes -> about', 'likes.else -> ask', 'ask.sure -> later', 'about -> lonely'].map(
      edge,
    ),
  })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
  return parsed.value
}

/** The visits of a run as a database would have them, the one under way included. */
function visitsOf(run: RunState, steps: readonly StepRecord[]): PastVisit[] {
  if (isOver(run)) return [...steps]
  const { seq, nodeId, enteredAt } = run
  const open = { seq, nodeId, startedAt: enteredAt, nodeType: 'open', status: 'waiting', outcome: null, detail: {} }
  return [...steps, { ...open, finishedAt: null }]
}

interface Walked {
  graph: Graph
  visits: PastVisit[]
  status: RunStatus
}

function walkRoses(city: string, ...signals: (Signal | 'time')[]): Walked {
  const graph = roses()
  const compiled = compile(graph)
  let run = startRun({ id: 'run-1', nodeId: 'start', now: MONDAY })
  const steps: StepRecord[] = []
  let now = MONDAY
  for (const signal of [undefined, ...signals]) {
    if (signal === 'time') now = run.wait?.wakeAt ?? now
    const event = runEvent({ now, signal: signal === 'time' ? undefined : signal })
    const result = advance(compiled, run, { ...event, contact: { ...event.contact, attributes: { city } } })
    run = result.run
    steps.push(...result.steps)
  }
  return { graph, visits: visitsOf(run, steps), status: run.status }
}

const say = ({ graph, visits, status }: Walked, nodeId: string): string[] =>
  tellPath(explainPath({ graph, visits, status, nodeId }), { graph, zone: 'America/New_York' })

test.group('Why somebody came to a node, or did not', () => {
  test('names the condition that kept them away, with the value that it saw and the way that would have led there', ({
    assert,
  }) => {
    assert.deepEqual(say(walkRoses('Paris'), 'about'), [
      'On 5 January 2026 10:00 “Likes roses?” took “Else”, because contact.attributes.city was “Paris”; only “Yes” leads here.',
    ])
  })

  test('names for somebody who came there what led them', ({ assert }) => {
    assert.deepEqual(say(walkRoses('Lyon'), 'about'), [
      'Reached on 5 January 2026 10:00.',
      'On 5 January 2026 10:00 “Likes roses?” took “Yes”, because contact.attributes.city was “Lyon”.',
    ])
  })

  test('tells who is still on the way from who will never come', ({ assert }) => {
    const asked = walkRoses('Paris')
    const { visits, status, graph } = asked
    assert.equal(explainPath({ graph, visits, status, nodeId: 'later' }).kind, 'on_the_way')
    assert.match(say(asked, 'later')[0] ?? '', /still on the way: at “Tulips\?” since 5 January/)
    const late = say(walkRoses('Paris', 'time'), 'later')
    assert.deepEqual(late, [
      'On 6 January 2026 10:00 “Tulips?” took “No reply”, because no reply came within 1 day; only “Sure” leads here.',
    ])
  })

  test('tells a run that somebody ended from one that went another way', ({ assert }) => {
    const { graph, visits } = walkRoses('Paris')
    const cut = visits.map((visit) =>
      visit.finishedAt === null
        ? { ...visit, status: 'canceled', outcome: 'opted_out', finishedAt: MONDAY + DAY }
        : visit,
    )
    const answer = explainPath({ graph, visits: cut, status: 'exited', nodeId: 'later' })
    assert.equal(answer.kind, 'ended_before')
    assert.deepEqual(tellPath(answer, { graph, zone: 'UTC', exitReason: 'opted_out' }), [
      'The run ended before, on 6 January 2026 15:00 at “Tulips?”: opted out.',
    ])
  })

  test('says that no way leads to a node that is not connected, instead of blaming a step', ({ assert }) => {
    const { graph, visits, status } = walkRoses('Paris')
    assert.equal(explainPath({ graph, visits, status, nodeId: 'nowhere' }).kind, 'no_way')
  })

  test('a run that a migration moved was not turned away by the node it stood at', ({ assert }) => {
    const { graph, visits } = walkRoses('Paris')
    const moved = visits.flatMap((visit) =>
      visit.finishedAt === null
        ? [
            { ...visit, status: 'canceled', outcome: 'migrated', finishedAt: MONDAY },
            { ...visit, seq: visit.seq + 1, nodeId: 'lonely' },
          ]
        : [visit],
    )
    assert.equal(explainPath({ graph, visits: moved, status: 'ready', nodeId: 'later' }).kind, 'moved')
  })
})

const turn = fc.record({
  answers: fc.boolean(),
  outcome: fc.constantFrom('accepted', 'failed', 'done'),
  body: fc.constantFrom('yes', 'no', 'joy'),
})
type Turn = { answers: boolean; outcome: string; body: string }

/** A run over any graph, answered or left alone by a script. */
function walkAny(graph: Graph, turns: readonly Turn[]): Walked {
  const compiled = compile(graph)
  let run = startRun({ id: 'run-1', nodeId: 'n0', now: MONDAY })
  const steps: StepRecord[] = []
  let now = MONDAY
  for (const next of [null, ...turns]) {
    if (isOver(run)) break
    now = Math.max(now, run.wait?.wakeAt ?? now)
    const result = advance(compiled, run, runEvent({ now, signal: next ? signalOf(run, next, now) : undefined }))
    run = result.run
    steps.push(...result.steps)
  }
  return { graph, visits: visitsOf(run, steps), status: run.status }
}

function signalOf({ wait }: RunState, { answers, outcome, body }: Turn, now: number): Signal | undefined {
  if (!wait || !answers) return undefined
  const key = wait.key ?? ''
  if (wait.kind === 'message') return { kind: 'message', key, outcome: outcome === 'failed' ? 'failed' : 'accepted' }
  if (wait.kind === 'effect') return { kind: 'effect', key, outcome, output: {} }
  if (wait.kind === 'child') return { kind: 'child', key, status: 'completed' }
  return wait.kind === 'event' ? { kind: 'event', key } : { kind: 'reply', id: 'SM1', body, receivedAt: now }
}

/** The graph with only the first edge of each handle, as runs go. */
function asWalked(graph: Graph): Graph {
  const seen = new Set<string>()
  const edges = graph.edges.filter(({ source, sourceHandle }) => {
    const isFirst = !seen.has(`${source} ${sourceHandle}`)
    seen.add(`${source} ${sourceHandle}`)
    return isFirst
  })
  return { ...graph, edges }
}

test.group('Why, on any graph and any run', () => {
  test('says reached of whoever was there, and else blames the last step from which a way led there', ({ assert }) => {
    const told = new Map<PathAnswer['kind'], number>()
    fc.assert(
      fc.property(arbitraryGraph, fc.array(turn, { maxLength: 20 }), fc.nat(), (drawn, turns, which) => {
        const graph = asWalked(drawn)
        const { visits, status } = walkAny(graph, turns)
        const target = graph.nodes[which % graph.nodes.length]?.id ?? ''
        const index = indexGraph(graph)
        const leads = (from: string): boolean =>
          (index.outgoing.get(from) ?? []).some((next) => reachableFrom(index, [next.target]).has(target))
        const answer = explainPath({ graph, visits, status, nodeId: target })
        told.set(answer.kind, (told.get(answer.kind) ?? 0) + 1)
        const wasThere = visits.filter((visit) => visit.nodeId === target)
        assert.equal(answer.kind === 'reached', wasThere.length > 0)
        if (answer.kind === 'reached') return assert.deepEqual(answer.visits, wasThere)
        const last = visits.findLast((visit) => leads(visit.nodeId))
        assert.equal(answer.kind === 'no_way', last === undefined)
        if (answer.kind === 'no_way') return
        assert.deepEqual(answer.at, last)
        assert.equal(answer.kind === 'on_the_way', last?.finishedAt === null)
        if (answer.kind !== 'turned_off') return
        const ways = graph.edges.filter((way) => way.source === answer.at.nodeId)
        for (const way of ways) {
          const isWay = reachableFrom(index, [way.target]).has(target)
          assert.equal(answer.wanted.includes(way.sourceHandle), isWay)
          if (way.sourceHandle === answer.handle) assert.isFalse(isWay)
        }
        assert.isNotEmpty(answer.wanted)
        assert.isNotEmpty(tellPath(answer, { graph, zone: 'UTC' }))
      }),
      { numRuns: 1_500 },
    )
    for (const kind of ['reached', 'on_the_way', 'turned_off', 'no_way'] as const)
      assert.isAbove(told.get(kind) ?? 0, 10, `${kind} was hardly tried`)
  })
})
