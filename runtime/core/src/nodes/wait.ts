import { NODE_DEFINITIONS, WEEKDAYS, type WaitData } from '@soniarose/graph'
import type { JsonObject } from '../json.ts'
import { defineRunner, leave, type Move, type NodeBehaviour, type Visit } from '../node_runner.ts'
import { readPath } from '../scope.ts'
import { DAY_MS, weekdayOf } from '../time/civil.ts'
import { addDuration, parseDuration, type Duration } from '../time/duration.ts'
import { toIso } from '../time/iso.ts'
import { instantOf, readDate } from '../time/read_date.ts'
import { fromLocal, toLocal } from '../time/zone.ts'

/** When a wait that began on entering is over, by the facts of now; null when there is no such time. */
type DueAt = (visit: Visit) => number | null

const NO_TIME: Duration = { sign: 1, months: 0, days: 0, milliseconds: 0 }

/** Waits for a duration, until a time of day, a date or an event. A time that has passed is no wait. */
export const wait = defineRunner(NODE_DEFINITIONS.wait, (data, nodeId) =>
  data.untilEvent === undefined ? waitForTime(data, compileDue(data)) : waitForEvent(data, nodeId),
)

function compileDue(data: WaitData): DueAt {
  if (data.untilTime !== undefined) return untilTime(data.untilTime, data.days ?? WEEKDAYS)
  if (data.untilDate !== undefined) return untilDate(data, data.untilDate)
  const duration = parseDuration(data.for ?? '') ?? NO_TIME
  return (visit) => addDuration(visit.run.enteredAt, duration, visit.zone)
}

function waitForTime(data: WaitData, dueAt: DueAt): NodeBehaviour {
  const asked = data.for ?? data.untilTime ?? data.untilDate ?? ''
  const done = (visit: Visit, more: JsonObject): Move => leave('next', { asked, timeZone: visit.zone, ...more })
  return {
    enter(visit) {
      const due = dueAt(visit)
      if (due === null) return done(visit, { until: null, reason: 'no_date' })
      if (due <= visit.now) return done(visit, { until: toIso(due), reason: 'already_past' })
      return { to: 'wait', wait: { kind: 'time', key: null, wakeAt: due } }
    },
    resume(visit) {
      const due = dueAt(visit)
      return done(visit, due === null ? { until: null, reason: 'no_date' } : { until: toIso(due) })
    },
    /** A date that has gone from the contact meanwhile ends the wait. */
    dueAt: (visit) => dueAt(visit) ?? visit.now,
  }
}

function timeOfDay(text: string): number {
  return (Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5))) * 60_000
}

/** The next time that the contact's clocks show this time on one of these days, after entering. */
function untilTime(text: string, days: readonly string[]): DueAt {
  const time = timeOfDay(text)
  const allowed = new Set(days.map((day) => WEEKDAYS.findIndex((name) => name === day)))
  return ({ run, zone }) => {
    const today = Math.floor(toLocal(zone, run.enteredAt) / DAY_MS)
    for (let day = today; day <= today + 8; day++) {
      if (!allowed.has(weekdayOf(day))) continue
      const due = fromLocal(zone, day * DAY_MS + time)
      if (due > run.enteredAt) return due
    }
    return null
  }
}

function untilDate(data: WaitData, date: string): DueAt {
  const offset = parseDuration(data.offset ?? 'PT0S') ?? NO_TIME
  const path = date.startsWith('contact.') ? date.split('.') : null
  const time = data.atTime === undefined ? null : timeOfDay(data.atTime)
  return (visit) => {
    const text = path === null ? date : readPath(visit, path)
    const written = typeof text === 'string' ? readDate(text) : null
    if (written === null) return null
    const moved = addDuration(instantOf(written, visit.zone), offset, visit.zone)
    if (time === null) return moved
    return fromLocal(visit.zone, Math.floor(toLocal(visit.zone, moved) / DAY_MS) * DAY_MS + time)
  }
}

function waitForEvent(data: WaitData, nodeId: string): NodeBehaviour {
  const name = data.untilEvent ?? ''
  const timeout = parseDuration(data.timeout ?? '') ?? NO_TIME
  const dueAt = ({ run, zone }: Visit) => addDuration(run.enteredAt, timeout, zone)
  return {
    enter: (visit) => ({ to: 'wait', wait: { kind: 'event', key: name, wakeAt: dueAt(visit) } }),
    resume(visit, signal) {
      if (signal?.kind !== 'event') return leave('timeout', { event: name, until: toIso(dueAt(visit)) })
      const data = signal.data ?? {}
      const kept = visit.saveOutput(nodeId, data)
      return leave('next', { event: name, ...(kept ? {} : { dropped: 'too_large' }) })
    },
    dueAt,
  }
}
