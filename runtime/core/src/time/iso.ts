import { civilFromDays, DAY_MS } from './civil.ts'

const two = (value: number) => (value < 10 ? `0${value}` : String(value))

/** `2027-02-14` of a day counted from 1970-01-01. */
export function isoDate(days: number): string {
  const { year, month, day } = civilFromDays(days)
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`
}

/** `09:05:00` of a number of milliseconds since midnight. */
function isoTime(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000)
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}

/** An instant as ISO 8601 in UTC, as `Date.prototype.toISOString` writes it. */
export function toIso(instant: number): string {
  const days = Math.floor(instant / DAY_MS)
  const rest = instant - days * DAY_MS
  return `${isoDate(days)}T${isoTime(rest)}.${String(rest % 1000).padStart(3, '0')}Z`
}
