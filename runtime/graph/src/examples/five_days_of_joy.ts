import type { NodeKind } from '../nodes/registry.ts'
import {
  DEFAULT_HANDLE,
  type Graph,
  type GraphEdge,
  type GraphNode,
  type NodeData,
  type Position,
} from '../schema/graph.ts'

const COLUMN = 320
const ROW = 160

/** A place of the drawing's grid; column 0 is the middle. */
function at(column: number, row: number): Position {
  return { x: column * COLUMN, y: row * ROW }
}

/** A node by its name and kind, as in `day1:send_sms`. */
function node(name: `${string}:${NodeKind}`, position: Position, data: NodeData): GraphNode {
  const [id = '', type = ''] = name.split(':')
  return { id, type, position, data }
}

function edge(source: string, target: string, sourceHandle: string = DEFAULT_HANDLE): GraphEdge {
  return { id: `${source}-${sourceHandle}-${target}`, source, sourceHandle, target }
}

const NAME = "{{ contact.firstName | default: 'friend' }}"

const DAY_1 = `Hi ${NAME}, this is SoniaRose. You signed up for Five Days of Joy: one small text a day, five days. Today: name one thing that made you smile. Want an easy idea? Reply YES or NO. Msg & data rates may apply. Reply HELP for help, STOP to opt out.`
const DAY_1_YES = `Lovely! Stand by a window for one minute and look for something you've never noticed before. That's it. A small thing seen is a small thing owned. More tomorrow.`
const DAY_1_NO = `Good, you've already got one then. Keep it in your pocket today and take it out when the afternoon drags. More tomorrow.`
const DAY_1_OTHER = `Thank you for telling me, ${NAME}. That goes on today's list of good things. More tomorrow.`
const DAY_2 = `Day 2, ${NAME}. Think of somebody who was kind to you this year and send them one line: "I thought of you today." See what comes back.`
const DAY_2_QUIET = `Day 2, ${NAME}. No reply needed, ever: these are for you. Just this for today: drink something warm, slowly, with nothing else in your hands.`
const DAY_3 = `Day 3, halfway. A line to carry with you: {{ steps.quote.text }}{% if steps.quote.author %} ({{ steps.quote.author }}){% endif %}`
const DAY_4 = `Day 4. Ten minutes outside today, without a destination. If it rains, listen to it. Tell me how it went if you like: I read every reply.`
const DAY_5 = `Day 5, ${NAME}. You made five small rooms of joy this week. Write down the one you'd like to keep, and go there again tomorrow. It was good to walk with you.`

const nodes: GraphNode[] = [
  node('start:trigger', at(0, 0), { on: 'contact_created' }),
  node('day1:send_sms', at(0, 1), { body: DAY_1, label: 'Day 1: hello' }),
  node('ask:branch_on_reply', at(0, 2), {
    timeout: 'P1D',
    label: 'An idea for today?',
    branches: [
      { id: 'yes', label: 'Yes', match: { affirmative: true, anyWord: ['idea', 'more'] } },
      { id: 'no', label: 'No', match: { negative: true } },
    ],
  }),
  node('day1_yes:send_sms', at(-1.5, 3), { body: DAY_1_YES, label: 'An idea' }),
  node('day1_no:send_sms', at(-0.5, 3), { body: DAY_1_NO, label: 'Keep yours' }),
  node('day1_other:send_sms', at(0.5, 3), { body: DAY_1_OTHER, label: 'Thank you' }),
  node('night1:wait', at(0, 4), { for: 'P1D' }),
  node('check:stop_check', at(0, 5), {}),
  node('day2:send_sms', at(0, 6), { body: DAY_2, label: 'Day 2: a kind line' }),
  node('day2_quiet:send_sms', at(1.5, 6), { body: DAY_2_QUIET, label: 'Day 2: no reply needed' }),
  node('night2:wait', at(0, 7), { for: 'P1D' }),
  node('quote:plugin', at(0, 8), { plugin: 'joy-quotes', node: 'pick_quote', input: { mood: 'happy' } }),
  node('day3:send_sms', at(0, 9), { body: DAY_3, label: 'Day 3: a quote' }),
  node('night3:wait', at(0, 10), { for: 'P1D' }),
  node('day4:send_sms', at(0, 11), { body: DAY_4, label: 'Day 4: outside' }),
  node('night4:wait', at(0, 12), { for: 'P1D' }),
  node('day5:send_sms', at(0, 13), { body: DAY_5, label: 'Day 5: farewell' }),
  node('joyful:exit', at(0, 14), { label: 'Five days of joy' }),
  node('left:exit', at(-1, 6), { label: 'Opted out' }),
]

const edges: GraphEdge[] = [
  edge('start', 'day1'),
  edge('day1', 'ask'),
  edge('ask', 'day1_yes', 'yes'),
  edge('ask', 'day1_no', 'no'),
  edge('ask', 'day1_other', 'other'),
  edge('ask', 'day2_quiet', 'timeout'),
  edge('day1_yes', 'night1'),
  edge('day1_no', 'night1'),
  edge('day1_other', 'night1'),
  edge('day2_quiet', 'night2'),
  edge('night1', 'check'),
  edge('check', 'day2', 'subscribed'),
  edge('check', 'left', 'opted_out'),
  edge('day2', 'night2'),
  edge('night2', 'quote'),
  edge('quote', 'day3', 'done'),
  edge('quote', 'day4', 'failed'),
  edge('day3', 'night3'),
  edge('night3', 'day4'),
  edge('day4', 'night4'),
  edge('night4', 'day5'),
  edge('day5', 'joyful'),
]

/**
 * The workflow that every new installation opens with: texts on five days whatever the reply to the first
 * day's question (a contact who is silent for a day gets the second day's text at once), a STOP check, and the quote
 * of the plugin `joy-quotes`.
 */
export const fiveDaysOfJoy: Graph = {
  schemaVersion: 1,
  name: 'Five Days of Joy',
  settings: { reentry: 'never' },
  nodes,
  edges,
}
