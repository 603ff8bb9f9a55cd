import { IANAZone } from 'luxon'

/** A stretch of time in which a zone keeps one offset from UTC. Milliseconds. */
export interface OffsetStretch {
  offset: number
  /** The first instant after the stretch at which the offset may be another. */
  until: number
}

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** Offsets are surveyed in blocks of 366 days, counted from 1970. */
const BLOCK = 366 * DAY

interface ZoneBlock {
  /** Ascending; `offsets[i]` holds from `starts[i]` on. */
  starts: number[]
  offsets: number[]
  end: number
}

/** Offsets never change once asked for: a memory of them is as pure as the tz database. */
const blocks = new Map<string, Map<number, ZoneBlock>>()

/** Whether the runtime knows the zone. */
export function isKnownZone(zone: string): boolean {
  return blocks.has(zone) || IANAZone.isValidZone(zone)
}

/**
 * The offset of a zone at an instant and how long it holds at least.
 * @param zone an IANA zone that `isKnownZone`
 * @param at epoch milliseconds
 */
export function offsetAt(zone: string, at: number): OffsetStretch {
  const block = blockOf(zone, at)
  let index = block.starts.length - 1
  while (index > 0 && (block.starts[index] ?? 0) > at) index--
  return { offset: block.offsets[index] ?? 0, until: block.starts[index + 1] ?? block.end }
}

function blockOf(zone: string, at: number): ZoneBlock {
  const index = Math.floor(at / BLOCK)
  let known = blocks.get(zone)
  if (!known) blocks.set(zone, (known = new Map()))
  let found = known.get(index)
  if (!found) known.set(index, (found = surveyBlock(zone, index)))
  return found
}

/** Looks every four days (no zone goes there and back in less) and closes in on each change by halving, to the second. */
function surveyBlock(zone: string, index: number): ZoneBlock {
  const iana = IANAZone.create(zone)
  const offsetOf = (at: number): number => Math.round(iana.offset(at) * 60_000)
  const start = index * BLOCK
  const end = start + BLOCK
  const result: ZoneBlock = { starts: [start], offsets: [offsetOf(start)], end }
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
