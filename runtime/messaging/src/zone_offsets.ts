import { IANAZone } from 'luxon'

/** A stretch of time in which a zone keeps one offset from UTC. Milliseconds. */
export interface OffsetStretch {
  offset: number
  /** The first instant after the stretch at which the offset may be another. */
  until: number
}

const HOUR = 3_600_000
const DAY = 24 * HOUR

interface ZoneYear {
  /** Ascending; `offsets[i]` holds from `starts[i]` on. */
  starts: number[]
  offsets: number[]
  end: number
}

/** Offsets never change once asked for: a memory of them is as pure as the tz database. */
const years = new Map<string, Map<number, ZoneYear>>()

/** Whether the runtime knows the zone. */
export function isKnownZone(zone: string): boolean {
  return years.has(zone) || IANAZone.isValidZone(zone)
}

/**
 * The offset of a zone at an instant and how long it holds at least.
 * @param zone an IANA zone that `isKnownZone`
 * @param at epoch milliseconds
 */
export function offsetAt(zone: string, at: number): OffsetStretch {
  const year = yearOf(zone, at)
  let index = year.starts.length - 1
  while (index > 0 && (year.starts[index] ?? 0) > at) index--
  return { offset: year.offsets[index] ?? 0, until: year.starts[index + 1] ?? year.end }
}

function yearOf(zone: string, at: number): ZoneYear {
  const year = new Date(at).getUTCFullYear()
  let known = years.get(zone)
  if (!known) years.set(zone, (known = new Map()))
  let found = known.get(year)
  if (!found) known.set(year, (found = surveyYear(zone, year)))
  return found
}

/** Looks every four days (no zone goes there and back in less) and closes in on each change by halving, to the second. */
function surveyYear(zone: string, year: number): ZoneYear {
  const iana = IANAZone.create(zone)
  const offsetOf = (at: number): number => Math.round(iana.offset(at) * 60_000)
  const start = Date.UTC(year, 0, 1)
  const end = Date.UTC(year + 1, 0, 1)
  const result: ZoneYear = { starts: [start], offsets: [offsetOf(start)], end }
  let previous = start
  for (let next = start + 4 * DAY; previous < end; next = Math.min(next + 4 * DAY, end)) {
    const before = result.offsets.at(-1) ?? 0
    const after = offsetOf(next)
    if (after !== before) {
      result.starts.push(changeBetween(previous, next, (at) => offsetOf(at) === before))
      result.offsets.push(after)
    }
    previous = next
  }
  return result
}

function changeBetween(before: number, after: number, isBefore: (at: number) => boolean): number {
  let low = before
  let high = after
  while (high - low > 1000) {
    const middle = low + Math.floor((high - low) / 2000) * 1000
    if (isBefore(middle)) low = middle
    else high = middle
  }
  return high
}
