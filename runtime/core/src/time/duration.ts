import { addMonths, DAY_MS } from './civil.ts'
import { fromLocal, toLocal } from './zone.ts'

/** An ISO 8601 duration, by how its parts are counted. */
export interface Duration {
  sign: 1 | -1
  /** Years and months: the same day of another month. */
  months: number
  /** Weeks and days: the same time on another day. */
  days: number
  /** Hours, minutes and seconds: exact. */
  milliseconds: number
}

const PATTERN = /^(-?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/

/** Reads `P1D`, `PT10M`, `-P1W`; null for anything else. */
export function parseDuration(text: string): Duration | null {
  const found = PATTERN.exec(text)
  if (!found || text.endsWith('P') || text.endsWith('T')) return null
  const [years, months, weeks, days, hours, minutes, seconds] = found.slice(2).map((part) => Number(part ?? 0))
  return {
    sign: found[1] === '-' ? -1 : 1,
    months: (years ?? 0) * 12 + (months ?? 0),
    days: (weeks ?? 0) * 7 + (days ?? 0),
    milliseconds: ((hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0)) * 1000,
  }
}

/**
 * The instant that lies a duration after another. Calendar parts keep the time of day in the zone, so that a day
 * may have 23 or 25 hours; the exact part is added last.
 */
export function addDuration(instant: number, duration: Duration, zone: string): number {
  const { sign, months, days, milliseconds } = duration
  if (months === 0 && days === 0) return instant + sign * milliseconds
  const local = toLocal(zone, instant)
  const day = Math.floor(local / DAY_MS)
  const shifted = (months === 0 ? day : addMonths(day, sign * months)) + sign * days
  if (shifted === day) return instant + sign * milliseconds
  return fromLocal(zone, shifted * DAY_MS + (local - day * DAY_MS)) + sign * milliseconds
}
