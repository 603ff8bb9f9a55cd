import { resolveZone, type Effect, type Simulation, type StepRecord, type TraceEntry } from '@soniarose/core'
import type { Scenario } from '@soniarose/graph'

/** What a simulation did, as lines for a person; times are the contact's own. */
export function tellStory(simulation: Simulation, scenario: Pick<Scenario, 'contact'>): string[] {
  const clock = clockIn(resolveZone(scenario.contact.timeZone))
  const width = Math.max(0, ...simulation.steps.map(({ nodeId }) => nodeId.length))
  const lines = simulation.trace.map(
    (entry) => `${clock(entry.at)}  ${nodeOf(entry).padEnd(width)}  ${whatHappened(entry, clock)}`,
  )
  return [...lines, endOf(simulation, clock)]
}

type Clock = (at: number) => string

function clockIn(timeZone: string): Clock {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
  return (at) => format.format(at)
}

function nodeOf(entry: TraceEntry): string {
  switch (entry.kind) {
    case 'step':
      return entry.step.nodeId
    case 'effect':
      return entry.effect.nodeId
    case 'text':
    case 'wait':
      return entry.nodeId
    case 'reply':
    case 'event':
    default:
      return ''
  }
}

function whatHappened(entry: TraceEntry, clock: Clock): string {
  switch (entry.kind) {
    case 'step':
      return stepLine(entry.step)
    case 'text':
      return `text${entry.outcome === 'accepted' ? '' : ` (${entry.outcome})`}: ${JSON.stringify(entry.body)}`
    case 'effect':
      return effectLine(entry.effect)
    case 'wait':
      return entry.until === null ? 'waits' : `waits until ${clock(entry.until)}`
    case 'reply':
      return `the contact replies ${JSON.stringify(entry.body)}${unheard(entry)}`
    case 'event':
    default:
      return `the event ${entry.name} comes${unheard(entry)}`
  }
}

const unheard = ({ heard }: { heard: boolean }) => (heard ? '' : ', and nothing waits for it')

function stepLine({ nodeType, outcome, status }: StepRecord): string {
  return `${nodeType} → ${outcome}${status === 'completed' ? '' : ` (${status})`}`
}

function effectLine(effect: Effect): string {
  switch (effect.type) {
    case 'contact_patch':
      return `contact changed: ${JSON.stringify(effect.set)}`
    case 'add_tag':
      return `tag "${effect.tag}" added`
    case 'remove_tag':
      return `tag "${effect.tag}" removed`
    case 'call_plugin':
      return `plugin ${effect.plugin}, ${effect.node}, with ${JSON.stringify(effect.input)}; not called here`
    case 'http_request':
      return `${effect.method} ${effect.url}; not sent here`
    case 'notify_team':
      return `the team is told: ${JSON.stringify(effect.message)}`
    case 'handoff':
      return `handed over: ${JSON.stringify(effect.note)}`
    case 'start_workflow':
      return `starts the workflow ${effect.workflowId}`
    case 'timeline':
      return effect.summary
    case 'plan_message':
    default:
      return `text: ${JSON.stringify(effect.body)}`
  }
}

function endOf({ run, now, texts, steps }: Simulation, clock: Clock): string {
  const reason = run.exitReason === null ? '' : ` (${run.exitReason})`
  const where = run.status === 'waiting' ? ` at ${run.nodeId}` : ''
  return `${clock(now)}  ${run.status}${reason}${where}; ${texts.length} texts, ${steps.length} steps`
}
