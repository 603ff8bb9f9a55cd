import { CURRENT_BEHAVIOURS, toIso, type ContactFacts, type JsonObject, type RunEvent } from '@soniarose/core'
import type { Graph } from '@soniarose/graph'
import type { RecordedCall, RecordedRun } from './recording_store.ts'

/** What a run shows of the engine: kinds of nodes with how they ended, and kinds of what woke it. */
export function featuresOf({ calls }: RecordedRun): Set<string> {
  const features = new Set<string>()
  for (const { event, result } of calls) {
    for (const step of result.steps) {
      features.add(`${step.nodeType} ${step.status} ${step.outcome}`)
      const { asked, reason, rule } = step.detail
      if (typeof asked === 'string') features.add(`wait ${asked.replace(/\d+/g, 'n')}`)
      if (typeof reason === 'string') features.add(`${step.nodeType} ${reason}`)
      if (typeof rule === 'string') features.add(`reply by ${rule}`)
    }
    for (const effect of result.effects) features.add(`effect ${effect.type}`)
    if (event.signal) features.add(`woken by ${event.signal.kind}`)
    if (event.signal?.kind === 'message') features.add(`text ${event.signal.outcome}`)
    if (result.pendingReplyTaken) features.add('early reply')
    if (result.steps.length === 0) features.add(`looked and stayed ${result.run.wait?.kind}`)
  }
  return features
}

/** The way that a run took, to tell runs of one graph apart. */
export function pathOf({ calls }: RecordedRun): string {
  return calls.flatMap(({ result }) => result.steps.map((step) => `${step.nodeId}:${step.outcome}`)).join(' ')
}

/** A recorded run as a file: one call a line, and only what has changed since the one before. */
export function historyText(says: string, graph: Graph, { calls }: RecordedRun): string {
  const [first] = calls
  if (!first) throw new Error('The run was never advanced.')
  const { contact, workflow, defaultTimeZone, seed } = first.event
  const head = {
    format: 2,
    says,
    recorded: toIso(first.event.now),
    graph,
    behaviours: CURRENT_BEHAVIOURS,
    workflow,
    defaultTimeZone,
    seed,
  }
  let before: { contact: ContactFacts | null; run: unknown } = { contact: null, run: null }
  const lines = calls.map((call) => {
    const line = JSON.stringify(callLine(call, before))
    before = { contact: call.event.contact, run: call.result.run }
    return line
  })
  const opened = JSON.stringify(head).slice(0, -1)
  return `${opened},\n"contact":${JSON.stringify(contact)},\n"calls":[\n${lines.join(',\n')}\n]}\n`
}

function callLine(
  { run, event, result }: RecordedCall,
  before: { contact: ContactFacts | null; run: unknown },
): JsonObject {
  const { now, signal, pendingReply, contact }: RunEvent = event
  const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)
  return JSON.parse(
    JSON.stringify({
      now,
      signal,
      pendingReply,
      contact: before.contact === null || isSame(contact, before.contact) ? undefined : contact,
      run: isSame(run, before.run) ? undefined : run,
      result,
    }),
  )
}
