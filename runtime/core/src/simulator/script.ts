import type { Scenario } from '@soniarose/graph'
import type { JsonObject } from '../json.ts'
import type { RunState } from '../run_state.ts'
import { addDuration, parseDuration } from '../time/duration.ts'

/** Something that the scenario's contact or another system does. */
export type ScriptItem =
  | { kind: 'reply'; id: string; at: number; body: string }
  | { kind: 'event'; at: number; name: string; data: JsonObject }

interface Waiting {
  run: RunState
  now: number
  wakeAt: number | null
}

const A_MINUTE = 'PT1M'

/** The scenario's replies and events, each given out once, at its time. */
export class Script {
  readonly #zone: string
  readonly #timed: ScriptItem[]
  readonly #answers: { nodeId: string; after: string; id: string; body: string }[]

  constructor(scenario: Scenario, { start, zone }: { start: number; zone: string }) {
    this.#zone = zone
    const replies = scenario.replies.map((reply, index) => ({ ...reply, id: `reply-${index + 1}` }))
    this.#answers = replies.flatMap(({ when, after = A_MINUTE, id, body }) =>
      when === undefined ? [] : [{ nodeId: when, after, id, body }],
    )
    const timed = replies
      .filter(({ when }) => when === undefined)
      .map(({ id, body, after = A_MINUTE }): ScriptItem => ({ kind: 'reply', id, body, at: this.#shift(start, after) }))
    const events = scenario.events.map(({ name, after, data }): ScriptItem => ({
      kind: 'event',
      name,
      at: this.#shift(start, after),
      data,
    }))
    this.#timed = [...timed, ...events].toSorted((a, b) => a.at - b.at)
  }

  #shift(from: number, duration: string): number {
    const parsed = parseDuration(duration)
    return parsed ? addDuration(from, parsed, this.#zone) : from
  }

  /** The next item that comes before the run wakes by itself, if any. */
  next({ run, now, wakeAt }: Waiting): ScriptItem | null {
    const index = this.#answers.findIndex(({ nodeId }) => nodeId === run.nodeId)
    const answer = this.#answers[index]
    const answerAt = answer ? this.#shift(run.enteredAt, answer.after) : Infinity
    const timed = this.#timed[0]
    const timedAt = timed?.at ?? Infinity
    if (Math.min(answerAt, timedAt) > (wakeAt ?? Infinity)) return null
    if (answer && answerAt <= timedAt) {
      this.#answers.splice(index, 1)
      return { kind: 'reply', id: answer.id, body: answer.body, at: Math.max(answerAt, now) }
    }
    return this.#timed.shift() ?? null
  }
}
