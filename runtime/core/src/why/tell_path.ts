import { handlesOf, titleOf, type Graph, type NodeContext } from '@soniarose/graph'
import { toIso } from '../time/iso.ts'
import { toLocal } from '../time/zone.ts'
import { becauseOf, inWords } from './because.ts'
import type { Decision, PastVisit, PathAnswer } from './explain_path.ts'

export interface Telling {
  graph: Graph
  /** In which the times are told. */
  zone: string
  context?: NodeContext
  /** Why the run ended, where it has. */
  exitReason?: string | null
  /** The run's next moment, epoch milliseconds. */
  wakeAt?: number | null
}

/** An answer as sentences that a person can read, the most telling one first. */
export function tellPath(answer: PathAnswer, telling: Telling): string[] {
  switch (answer.kind) {
    case 'reached':
      return [
        ...answer.visits.map((visit) => `Reached on ${momentInWords(visit.startedAt, telling.zone)}.`),
        ...answer.decisions.map((decision) => tellDecision(decision, telling)),
      ]
    case 'on_the_way':
      return [tellStanding(answer.at, telling), ...answer.decisions.map((decision) => tellDecision(decision, telling))]
    case 'turned_off':
      return [tellTurn(answer, telling)]
    case 'moved':
      return [
        `On ${momentInWords(answer.to.startedAt, telling.zone)} the run was moved from ${nameOf(answer.at.nodeId, telling)} to ${nameOf(answer.to.nodeId, telling)} with a new version; from there no way leads here.`,
      ]
    case 'ended_before':
      return [tellEnd(answer.at, telling)]
    case 'no_way':
      return [
        answer.at
          ? `No way leads here from ${nameOf(answer.at.nodeId, telling)}, nor from where they were before.`
          : 'The run has not been anywhere yet.',
      ]
  }
}

/** `On 3 March 09:00 “Likes roses?” took No, because contact.city was “Paris”.` */
function tellDecision({ visit, handle }: Decision, telling: Telling): string {
  return `${tookInWords(visit, handle, telling)}${because(visit)}.`
}

function tellTurn({ at, handle, wanted }: PathAnswer & { kind: 'turned_off' }, telling: Telling): string {
  const labels = wanted.map((id) => labelOf(at.nodeId, id, telling))
  const only = `only ${labels.join(labels.length > 2 ? ', ' : ' or ')} ${labels.length > 1 ? 'lead' : 'leads'} here`
  return `${tookInWords(at, handle, telling)}${because(at)}; ${only}.`
}

function tookInWords(visit: PastVisit, handle: string, telling: Telling): string {
  const when = momentInWords(visit.finishedAt ?? visit.startedAt, telling.zone)
  return `On ${when} ${nameOf(visit.nodeId, telling)} took ${labelOf(visit.nodeId, handle, telling)}`
}

function because(visit: PastVisit): string {
  const clause = becauseOf(visit)
  return clause === null ? '' : `, because ${clause}`
}

function tellStanding(at: PastVisit, telling: Telling): string {
  const until = telling.wakeAt ?? null
  return `They are still on the way: at ${nameOf(at.nodeId, telling)} since ${momentInWords(at.startedAt, telling.zone)}${
    until === null ? '' : `, until ${momentInWords(until, telling.zone)} at the latest`
  }.`
}

function tellEnd(at: PastVisit, telling: Telling): string {
  const reason = telling.exitReason ?? at.outcome
  const clause = at.status === 'failed' ? becauseOf(at) : null
  return `The run ended before, on ${momentInWords(at.finishedAt ?? at.startedAt, telling.zone)} at ${nameOf(at.nodeId, telling)}${
    reason === null ? '' : `: ${inWords(reason)}`
  }${clause === null ? '' : ` (${clause})`}.`
}

function nameOf(nodeId: string, { graph }: Telling): string {
  const node = graph.nodes.find((each) => each.id === nodeId)
  return `“${node ? titleOf(node) : nodeId}”`
}

function labelOf(nodeId: string, handle: string, { graph, context }: Telling): string {
  const node = graph.nodes.find((each) => each.id === nodeId)
  const known = node ? handlesOf(node, context ?? {}, graph).find((each) => each.id === handle) : undefined
  return `“${known?.label ?? handle}”`
}

const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July'],
  ...['August', 'September', 'October', 'November', 'December'],
]

/** `3 March 2026 09:00`. @param at epoch milliseconds */
export function momentInWords(at: number, zone: string): string {
  const [date = '', time = ''] = toIso(toLocal(zone, at)).split('T')
  const [year = '', month = '', day = ''] = date.split('-')
  return `${Number(day)} ${MONTHS[Number(month) - 1] ?? ''} ${year} ${time.slice(0, 5)}`
}
