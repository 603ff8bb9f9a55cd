import { fiveDaysOfJoy, type Graph } from '@soniarose/graph'
import { chain, graph, node } from '../../../graph/tests/support/build.ts'
import {
  advance,
  compile,
  CURRENT_BEHAVIOURS,
  isOver,
  startRun,
  type RunEvent,
  type RunState,
  type Signal,
} from '../../src/index.ts'
import { contact, runEvent } from './play.ts'

interface Recording {
  graph: Graph
  nodeId: string
  /** What each reply node hears, in order. */
  replies: string[]
}

const everyKind = graph(
  [
    node('tag', 'add_tag', { tag: 'walked' }),
    node('untag', 'remove_tag', { tag: 'new' }),
    node('set', 'update_contact', { set: [{ field: 'attributes.day', value: '{{ now | date: "%A" }}' }] }),
    node('split', 'split', {
      branches: [
        { id: 'a', label: '', weight: 1 },
        { id: 'b', label: '', weight: 1 },
      ],
    }),
    node('choose', 'condition', {
      branches: [{ id: 'fr', label: '', when: { field: 'contact.attributes.city', op: 'equals', value: 'Lyon' } }],
    }),
    node('note', 'notify_team', { message: '{{ contact.firstName }} is here' }),
    node('over', 'handoff', { note: 'Hello' }),
    node('http', 'http_request', { method: 'GET', url: 'https://example.com/{{ contact.id }}', saveAs: 'order' }),
    node('child', 'start_workflow', { workflowId: 'w2', waitForIt: true }),
    node('morning', 'wait', { untilTime: '09:00', days: ['sun'] }),
    node('paid', 'wait', { untilEvent: 'order.paid', timeout: 'P2D' }),
    node('rate', 'branch_on_reply', {
      timeout: 'P1D',
      branches: [{ id: 'score', label: '', match: { number: true } }],
    }),
    node('goal', 'goal', { name: 'Rated' }),
  ],
  [
    'start>tag',
    'tag>untag',
    'untag>set',
    'set>split',
    'split.a>choose',
    'split.b>choose',
    'choose.fr>note',
    'note>over',
    'over>http',
    'http>child',
    'child>morning',
    'morning>paid',
    'paid>rate',
    'paid.timeout>rate',
    'rate.score>goal',
  ],
)

/** What is recorded, by the file that it goes to. A new release adds files and leaves the old ones alone. */
export const recordings: Record<string, Recording> = {
  '0001_five_days_of_joy.json': { graph: fiveDaysOfJoy, nodeId: 'start', replies: ['Yes please!'] },
  '0002_five_days_in_silence.json': { graph: fiveDaysOfJoy, nodeId: 'start', replies: [] },
  '0003_every_kind.json': { graph: everyKind, nodeId: 'start', replies: ['I say 8'] },
  '0004_liquid.json': {
    graph: chain(
      node('t', 'send_sms', {
        body: '{% if contact.lastName %}x{% else %}{{ contact.attributes.city | upcase }}{% endif %}',
      }),
    ),
    nodeId: 'start',
    replies: [],
  },
  '0005_goal_at_end.json': {
    graph: graph(
      [
        node('sold', 'add_tag', { tag: 'customer' }),
        node('goal', 'goal', { name: 'Bought', when: { field: 'contact.tags', op: 'has_tag', value: 'customer' } }),
      ],
      ['start>sold'],
    ),
    nodeId: 'start',
    replies: [],
  },
}

/** What the world answers to the wait under way; undefined lets its time come. */
function answer({ wait, nodeId }: RunState, now: number, replies: string[]): Signal | undefined {
  if (wait?.kind === 'reply') {
    const body = replies.shift()
    return body === undefined ? undefined : { kind: 'reply', id: 'SM1', body, receivedAt: now }
  }
  if (!wait || wait.key === null) return undefined
  const { kind, key } = wait
  if (kind === 'message') return { kind, key, outcome: 'accepted' }
  if (kind === 'child') return { kind, key, status: 'completed' }
  const outcome = nodeId === 'http' ? 'next' : 'done'
  return kind === 'effect' ? { kind, key, outcome, output: { text: 'Joy', author: 'Anon' } } : undefined
}

/** Walks a run to its end and keeps every call of `advance` with its result. */
export function record({ graph: source, nodeId, replies }: Recording) {
  const compiled = compile(source, new Set(CURRENT_BEHAVIOURS))
  const calls: unknown[] = []
  let event: RunEvent = runEvent({ contact: contact() })
  let run = startRun({ id: 'run-1', nodeId, now: event.now })
  while (!isOver(run)) {
    const result = advance(compiled, run, event)
    calls.push(JSON.parse(JSON.stringify({ run, event, result })))
    run = result.run
    const signal = answer(run, event.now, replies)
    event = { ...event, signal, now: signal ? event.now : (run.wait?.wakeAt ?? event.now) }
  }
  return { graph: source, behaviours: CURRENT_BEHAVIOURS, calls }
}
