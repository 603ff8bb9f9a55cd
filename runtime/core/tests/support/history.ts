import { readFileSync } from 'node:fs'
import type { Graph } from '@soniarose/graph'
import type { AdvanceResult, ContactFacts, RunEvent, RunState } from '../../src/index.ts'

/** One call of `advance`, with what came of it when it was recorded. */
export interface RecordedCall {
  run: RunState
  event: RunEvent
  result: AdvanceResult
}

export interface History {
  graph: Graph
  /** What its version was published with; older recordings have none. */
  behaviours?: string[] | undefined
  calls: RecordedCall[]
}

/** A call as format 2 keeps it: only what has changed since the one before. */
interface CallLine {
  now: number
  signal?: RunEvent['signal']
  pendingReply?: RunEvent['pendingReply']
  contact?: ContactFacts
  run?: RunState
  result: AdvanceResult
}

/** Reads a recorded run, whichever format it was written in. */
export function readHistory(path: string): History {
  const file = JSON.parse(readFileSync(path, 'utf8'))
  if (file.format !== 2) return file
  const { graph, behaviours, workflow, defaultTimeZone, seed } = file
  let contact: ContactFacts = file.contact
  let run: RunState | null = null
  const calls = file.calls.map((line: CallLine): RecordedCall => {
    const { now, signal, pendingReply, result } = line
    contact = line.contact ?? contact
    const before = line.run ?? run
    if (!before) throw new Error(`${path} has no run to begin with.`)
    run = result.run
    return { run: before, event: { now, contact, workflow, defaultTimeZone, signal, pendingReply, seed }, result }
  })
  return { graph, behaviours, calls }
}

/** The path to the first difference of two JSON values, with both; null when they are alike. */
export function firstDifference(before: unknown, after: unknown, path = ''): string | null {
  if (isTree(before) && isTree(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      const found = firstDifference(before[key], after[key], path === '' ? key : `${path}.${key}`)
      if (found) return found
    }
    return null
  }
  if (JSON.stringify(before) === JSON.stringify(after)) return null
  return `${path} was ${JSON.stringify(before)} and is ${JSON.stringify(after)}`
}

function isTree(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
