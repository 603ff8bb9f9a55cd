import { fromLocal, toLocal } from '@soniarose/core'

/** The part of RFC 5545 section 3.3.10 that a schedule needs. */
export interface Recurrence {
  freq: 'MINUTELY' | 'HOURLY' | 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY'
  interval: number
  /** 0 is Monday. */
  weekdays: number[]
  monthDays: number[]
  months: number[]
  hours: number[]
  minutes: number[]
  /** Epoch milliseconds; null: for ever. */
  until: number | null
}

const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** A rule with nothing in so many days has nothing at all: February 29 comes every eight years at the rarest. */
const LOOK_AHEAD_DAYS = 366 * 9

/** Reads `FREQ=WEEKLY;BYDAY=MO;BYHOUR=9`; null when it is no rule that we know. */
export function parseRecurrence(text: string): Recurrence | null {
  const parts = new Map(
    text
      .replace(/^RRULE:/, '')
      .split(';')
      .map((part): [string, string] => [part.split('=')[0] ?? '', part.split('=')[1] ?? '']),
  )
  const freq = parts.get('FREQ')
  if (!isFrequency(freq)) return null
  const list = (name: string): number[] => (parts.get(name) ?? '').split(',').filter(Boolean).map(Number)
  const hours = list('BYHOUR')
  return {
    freq,
    interval: Math.max(1, list('INTERVAL')[0] ?? 1),
    weekdays: (parts.get('BYDAY') ?? '')
      .split(',')
      .map((day) => WEEKDAYS.indexOf(day.slice(-2)))
      .filter((day) => day >= 0),
    monthDays: list('BYMONTHDAY'),
    months: list('BYMONTH'),
    hours,
    minutes: list('BYMINUTE'),
    until: parseUntil(parts.get('UNTIL')),
  }
}

/**
 * The first moment after another at which a rule holds, in a time zone. A rule has no start of its own here: intervals
 * count from the first Monday of 1970; what it leaves open is Monday, the 1st, January, nine o'clock, the full hour.
 * @returns epoch milliseconds, or null when there is none
 */
export function nextOccurrence(rule: Recurrence, after: number, zone: string): number | null {
  const found = rule.freq === 'MINUTELY' ? nextMinute(rule, after) : nextInDays(rule, after, zone)
  return found !== null && (rule.until === null || found <= rule.until) ? found : null
}

function nextMinute({ interval }: Recurrence, after: number): number {
  const step = interval * MINUTE
  return (Math.floor(after / step) + 1) * step
}

function nextInDays(rule: Recurrence, after: number, zone: string): number | null {
  const first = Math.floor(toLocal(zone, after) / DAY)
  for (let day = first; day < first + LOOK_AHEAD_DAYS; day++) {
    if (!holdsOnDay(rule, day)) continue
    for (const time of timesOf(rule)) {
      const moment = fromLocal(zone, day * DAY + time)
      if (moment > after) return moment
    }
  }
  return null
}

function holdsOnDay(rule: Recurrence, day: number): boolean {
  const date = new Date(day * DAY)
  const weekday = (date.getUTCDay() + 6) % 7
  const month = date.getUTCMonth() + 1
  const isIn = (wanted: readonly number[], value: number): boolean => wanted.length === 0 || wanted.includes(value)
  if (!isIn(rule.months, month) || !isIn(rule.weekdays, weekday)) return false
  if (rule.monthDays.length > 0 && !rule.monthDays.some((wanted) => isMonthDay(date, wanted))) return false
  return isTurn(rule, date, { day, weekday, month })
}

/** Negative days count from the month's end. */
function isMonthDay(date: Date, wanted: number): boolean {
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
  return date.getUTCDate() === (wanted < 0 ? last + 1 + wanted : wanted)
}

function isTurn(
  rule: Recurrence,
  date: Date,
  { day, weekday, month }: { day: number; weekday: number; month: number },
): boolean {
  const { freq, interval } = rule
  const hasDay = rule.weekdays.length > 0 || rule.monthDays.length > 0
  const months = date.getUTCFullYear() * 12 + month - 1
  switch (freq) {
    case 'WEEKLY':
      return Math.floor((day - 4) / 7) % interval === 0 && (hasDay || weekday === 0)
    case 'MONTHLY':
      return months % interval === 0 && (hasDay || date.getUTCDate() === 1)
    case 'YEARLY':
      return (
        date.getUTCFullYear() % interval === 0 &&
        (rule.months.length > 0 || month === 1) &&
        (hasDay || date.getUTCDate() === 1)
      )
    case 'DAILY':
      return day % interval === 0
    default:
      return true
  }
}

function timesOf(rule: Recurrence): number[] {
  const every = Array.from({ length: 24 }, (_, hour) => hour).filter((hour) => hour % rule.interval === 0)
  const unsaid = rule.freq === 'HOURLY' ? every : [9]
  const hours = rule.hours.length > 0 ? rule.hours : unsaid
  const minutes = rule.minutes.length > 0 ? rule.minutes : [0]
  return hours.flatMap((hour) => minutes.map((minute) => hour * HOUR + minute * MINUTE)).sort((a, b) => a - b)
}

function isFrequency(text: string | undefined): text is Recurrence['freq'] {
  return text !== undefined && ['MINUTELY', 'HOURLY', 'DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'].includes(text)
}

/** `20261231` or `20261231T235959Z`. */
function parseUntil(text: string | undefined): number | null {
  const found = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)Z?)?$/.exec(text ?? '')
  if (!found) return null
  const [year = 0, month = 1, day = 1, hour, minute = 59, second = 59] = found
    .slice(1)
    .map((part) => (part === undefined ? undefined : Number(part)))
  return Date.UTC(year, month - 1, day, hour ?? 23, minute, second)
}
