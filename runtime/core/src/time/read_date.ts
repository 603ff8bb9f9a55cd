import { daysFromCivil, daysInMonth, DAY_MS } from './civil.ts'
import { fromLocal } from './zone.ts'

const PATTERN =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/i

/** A date as somebody wrote it. */
export interface WrittenDate {
  /** Days from 1970-01-01, as written. */
  days: number
  /** Milliseconds since midnight as written; null for a date alone. */
  time: number | null
  /** Offset from UTC in milliseconds; null where the text names none, so that a zone must be assumed. */
  offset: number | null
}

/** Reads `2027-02-14`, `2027-02-14T09:00`, `2027-02-14T09:00:00Z`, `…+02:00`; null for anything else or no real date. */
export function readDate(text: string): WrittenDate | null {
  const found = PATTERN.exec(text.trim())
  if (!found) return null
  const part = (index: number) => Number(found[index] ?? 0)
  const date = { year: part(1), month: part(2), day: part(3) }
  if (!isRealDate(date.year, date.month, date.day)) return null
  const days = daysFromCivil(date)
  if (found[4] === undefined) return { days, time: null, offset: null }
  const [hour, minute, second] = [part(4), part(5), part(6)]
  if (hour > 23 || minute > 59 || second > 59) return null
  const fraction = Math.floor(Number(`0.${found[7] ?? '0'}`) * 1000)
  return { days, time: ((hour * 60 + minute) * 60 + second) * 1000 + fraction, offset: readOffset(found[8]) }
}

/** Whether the calendar has this date. */
export function isRealDate(year: number, month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
}

function readOffset(text: string | undefined): number | null {
  if (text === undefined) return null
  if (text.toUpperCase() === 'Z') return 0
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(-2))
  return (text.startsWith('-') ? -1 : 1) * minutes * 60_000
}

/** The instant of a written date; a date alone is its midnight, and without an offset the zone's clocks count. */
export function instantOf(date: WrittenDate, zone: string): number {
  const local = date.days * DAY_MS + (date.time ?? 0)
  return date.offset === null ? fromLocal(zone, local) : local - date.offset
}

/** The instant that a value names, or null: ISO text, or a number of milliseconds (of seconds below 1e11). */
export function readInstant(value: unknown, zone: string): number | null {
  if (typeof value === 'number' && Number.isFinite(value)) return Math.abs(value) < 1e11 ? value * 1000 : value
  if (typeof value !== 'string') return null
  const date = readDate(value)
  return date === null ? null : instantOf(date, zone)
}
