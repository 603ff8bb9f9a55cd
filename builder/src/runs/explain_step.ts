import {
  durationInWords,
  handlesOf,
  isRecord,
  type Condition,
  type Graph,
  type GraphNode,
  type NodeContext,
} from '@soniarose/graph'
import { OPERATOR_WORDS, readCondition, writeCondition } from '../editor/inspector/condition_model.ts'
import type { RunStep } from '../api/types.ts'
import { formatMoment } from '../ui/format.ts'
import { reasonInWords } from './reasons.ts'

/** What a step came to, and why, in plain words. */
export interface Explanation {
  /** What happened: "Took “Yes”". */
  what: string
  /** Why: one sentence each. */
  why: string[]
}

type Detail = Record<string, unknown>

const text = (detail: Detail, key: string): string | null => {
  const value = detail[key]
  return typeof value === 'string' && value !== '' ? value : null
}

/** A step of a run in words, by the graph that ran. */
export function explainStep(step: RunStep, graph: Graph, context: NodeContext = {}): Explanation {
  const node = graph.nodes.find((each) => each.id === step.nodeId)
  const detail: Detail = step.detail ?? {}
  if (step.finishedAt === null) return underWay(step, detail)
  if (step.status === 'canceled') return { what: 'Cut short', why: cutShort(step, detail) }
  const explain = EXPLAIN[step.nodeType]
  const told = explain?.(detail, step, node) ?? []
  return {
    what: whatHappened(step, node, { graph, context }),
    why: [...told, ...generalReasons(detail, told.length > 0)],
  }
}

/** What the kinds without branches come to. */
const HAPPENED: Record<string, string> = {
  trigger: 'Came in',
  exit: 'Came to the end',
  goal: 'Reached the goal',
}

function whatHappened(step: RunStep, node: GraphNode | undefined, on: { graph: Graph; context: NodeContext }): string {
  const outcome = step.outcome ?? ''
  if (step.nodeType === 'send_sms') return whatBecameOfText(step)
  if (step.nodeType === 'wait') return outcome === 'timeout' ? 'Waited in vain' : 'Waited'
  const known = HAPPENED[step.nodeType]
  if (known) return known
  const handles = node ? handlesOf(node, on.context, on.graph) : []
  const handle = handles.find((each) => each.id === outcome)
  if (step.status === 'failed') return handle ? `Failed; left by “${handle.label}”` : 'Failed'
  return handles.length > 1 ? `Took “${handle?.label ?? outcome}”` : 'Done'
}

function whatBecameOfText(step: RunStep): string {
  if (step.status === 'completed') return 'Accepted by the provider'
  return step.outcome === 'failed' ? 'Not sent; left by “Failed”' : 'Not sent; the run went on'
}

function underWay(step: RunStep, detail: Detail): Explanation {
  const waits: Record<string, string> = {
    time: 'Waits for its time',
    reply: 'Waits for a reply',
    event: 'Waits for an event',
    message: 'Waits until the text has been accepted',
    effect: 'Waits for an answer from outside',
    child: 'Waits for another workflow',
  }
  const message = isRecord(detail['message']) ? detail['message'] : {}
  const why: string[] = []
  if (text(message, 'status') === 'held') {
    why.push(`The text is held: ${reasonInWords(text(message, 'reason') ?? 'held')}`)
    const after = text(message, 'sendAfter')
    if (after !== null) why.push(`It is looked at again on ${formatMoment(after)}.`)
  } else if (text(message, 'status') === 'unknown') {
    why.push(
      'No answer came from the provider. It is being found out whether the text was sent; nothing is sent twice.',
    )
  }
  const what = waits[text(detail, 'waitsFor') ?? ''] ?? (step.status === 'waiting' ? 'Waits' : 'Under way')
  return { what, why }
}

function cutShort(step: RunStep, detail: Detail): string[] {
  const said = text(detail, 'text')
  const reason = reasonInWords(step.outcome ?? 'canceled')
  return said === null ? [reason] : [`They wrote “${said}”. ${reason}`]
}

const EXPLAIN: Record<string, (detail: Detail, step: RunStep, node: GraphNode | undefined) => string[]> = {
  trigger: (detail) => {
    const on = text(detail, 'on')
    return on === null ? [] : [TRIGGERS[on] ?? `Started by ${on.replaceAll('_', ' ')}.`]
  },
  branch_on_reply: (detail, step) => {
    // Older answers nest the reply; both are read.
    const reply = text(detail, 'reply') ?? (isRecord(detail['reply']) ? text(detail['reply'], 'body') : null)
    if (step.outcome === 'timeout') {
      const waited = text(detail, 'waited')
      return [waited === null ? 'No reply came in time.' : `No reply came within ${durationInWords(waited)}.`]
    }
    const lines = reply === null ? [] : [`They wrote “${reply}”.`]
    const rule = text(detail, 'rule')
    if (rule !== null) lines.push(matchedRule(rule))
    else if (step.outcome === 'other') lines.push('None of the branches fits it.')
    return lines
  },
  condition: (detail, step, node) => {
    const values = isRecord(detail['values']) ? detail['values'] : {}
    const lines = Object.entries(values).map(([field, value]) => `${field} was ${valueInWords(value)}.`)
    const held = conditionOf(node, step.outcome)
    if (held) lines.push(`The rule that held: ${conditionInWords(held)}.`)
    if (step.outcome === 'else') lines.push('So no branch’s condition held.')
    return lines
  },
  split: (detail) =>
    typeof detail['share'] === 'number'
      ? [`By chance: ${Math.round(detail['share'] * 100)} % of people go this way, and the same person always does.`]
      : [],
  stop_check: (detail) =>
    detail['optInStatus'] === 'opted_out' ? ['The contact had opted out.'] : ['The contact had not opted out.'],
  wait: explainWait,
  send_sms: (detail) => {
    const reason = text(detail, 'reason')
    const code = detail['errorCode']
    const lines = reason === null ? [] : [reasonInWords(reason)]
    if (typeof code === 'number' || typeof code === 'string') lines.push(`The provider’s error code is ${code}.`)
    return lines
  },
  add_tag: (detail) => [
    detail['changed'] === false
      ? `They already had the tag ${text(detail, 'tag') ?? ''}.`
      : `Tag ${text(detail, 'tag') ?? ''} added.`,
  ],
  remove_tag: (detail) => [
    detail['changed'] === false
      ? `They didn’t have the tag ${text(detail, 'tag') ?? ''}.`
      : `Tag ${text(detail, 'tag') ?? ''} removed.`,
  ],
  update_contact: (detail) => {
    const set = isRecord(detail['set']) ? detail['set'] : {}
    return Object.entries(set).map(([field, value]) =>
      isRecord(value)
        ? `${field} was left: “${text(value, 'refused') ?? ''}” isn’t allowed there.`
        : `${field} is now ${valueInWords(value)}.`,
    )
  },
  notify_team: (detail) => (text(detail, 'message') === null ? [] : [`“${text(detail, 'message')}”`]),
  handoff: (detail) => (text(detail, 'note') === null ? [] : [`“${text(detail, 'note')}”`]),
  plugin: explainOutput,
  http_request: explainOutput,
  start_workflow: (detail) =>
    text(detail, 'ended') === null ? [] : [`The other workflow ended as ${text(detail, 'ended')}.`],
}

/** The condition of a step's branch, as far as it can be read. */
function conditionOf(node: GraphNode | undefined, branchId: string | null): Condition | undefined {
  const branches = node?.data['branches']
  const branch: unknown = Array.isArray(branches)
    ? branches.find((each: unknown) => isRecord(each) && each['id'] === branchId)
    : undefined
  return isRecord(branch) ? writeCondition(readCondition(branch['when'])) : undefined
}

const TRIGGERS: Record<string, string> = {
  contact_created: 'The contact was added.',
  tag_added: 'The contact got the tag.',
  keyword: 'They texted one of the words.',
  event: 'The event came.',
  segment_entered: 'They came into the segment.',
  schedule: 'It was time.',
  webhook: 'Another system called.',
  manual: 'Started by hand or by the API.',
}

function explainWait(detail: Detail, step: RunStep): string[] {
  const until = text(detail, 'until')
  const zone = text(detail, 'timeZone')
  const event = text(detail, 'event')
  if (event !== null)
    return [step.outcome === 'timeout' ? `The event “${event}” didn’t come in time.` : `The event “${event}” came.`]
  if (detail['reason'] === 'no_date') return ['The contact has no such date, so there was nothing to wait for.']
  if (until === null) return []
  const when = `${formatMoment(until, zone ?? undefined)}${zone === null ? '' : ` in ${zone}`}`
  return [detail['reason'] === 'already_past' ? `It was to wait until ${when}, which had passed.` : `Until ${when}.`]
}

function explainOutput(detail: Detail): string[] {
  const output = detail['output']
  if (!isRecord(output)) return []
  return Object.entries(output)
    .slice(0, 6)
    .map(([key, value]) => `${key}: ${valueInWords(value)}`)
}

function generalReasons(detail: Detail, told: boolean): string[] {
  const error = detail['error']
  if (isRecord(error)) return [text(error, 'message') ?? text(error, 'code') ?? 'It failed.']
  if (typeof error === 'string' && error !== '') return [error]
  const reason = text(detail, 'reason')
  return reason === null || told ? [] : [reasonInWords(reason)]
}

/** A rule as it was recorded (`anyWord: yes`) in words. */
function matchedRule(rule: string): string {
  const [way = '', ...rest] = rule.split(': ')
  const found = rest.join(': ')
  const words: Record<string, string> = {
    anyWord: `It has the word “${found}”.`,
    exact: `It is exactly “${found}”.`,
    contains: `It contains “${found}”.`,
    regex: 'It fits the pattern.',
    number: `It has the number ${found}.`,
    date: `It has the date ${found}.`,
    affirmative: 'It says yes.',
    negative: 'It says no.',
  }
  return words[way] ?? `It fits the rule ${rule}.`
}

/** Any kept value, short. */
function valueInWords(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'not known'
  if (typeof value === 'string') return `“${value.length > 200 ? `${value.slice(0, 200)}…` : value}”`
  if (!Array.isArray(value)) return JSON.stringify(value)
  const items = value.map((item: unknown) => (typeof item === 'string' ? item : JSON.stringify(item)))
  return items.length === 0 ? 'empty' : items.join(', ')
}

/** A condition in words, to stand beside the values that it saw. */
function conditionInWords(condition: Condition): string {
  if ('all' in condition) return condition.all.map(conditionInWords).join(' and ')
  if ('any' in condition) return condition.any.map(conditionInWords).join(' or ')
  if ('not' in condition) return `not (${conditionInWords(condition.not)})`
  const value = condition.value === undefined ? '' : ` ${valueInWords(condition.value)}`
  return `${condition.field} ${OPERATOR_WORDS[condition.op]}${value}`
}
