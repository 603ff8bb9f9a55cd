import { civilFromDays, DAY_MS, daysFromCivil, weekdayOf } from './civil.ts'
import { offsetAt, toLocal } from './zone.ts'

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const

interface Moment {
  year: number
  month: number
  day: number
  dayOfYear: number
  weekday: number
  hour: number
  minute: number
  second: number
  millisecond: number
  offset: number
  instant: number
  zone: string
}

function momentOf(instant: number, zone: string): Moment {
  const local = toLocal(zone, instant)
  const days = Math.floor(local / DAY_MS)
  const rest = local - days * DAY_MS
  const { year, month, day } = civilFromDays(days)
  return {
    year,
    month,
    day,
    dayOfYear: days - daysFromCivil({ year, month: 1, day: 1 }) + 1,
    weekday: weekdayOf(days),
    hour: Math.floor(rest / 3_600_000),
    minute: Math.floor(rest / 60_000) % 60,
    second: Math.floor(rest / 1000) % 60,
    millisecond: rest % 1000,
    offset: offsetAt(zone, instant),
    instant,
    zone,
  }
}

const hour12 = ({ hour }: Moment) => (hour % 12 === 0 ? 12 : hour % 12)

function offsetText({ offset }: Moment): string {
  const minutes = Math.abs(Math.round(offset / 60_000))
  const pad = (value: number) => String(value).padStart(2, '0')
  return `${offset < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60))}${pad(minutes % 60)}`
}

/** Each directive: its value, and for numbers the width and filling that it has without a flag. */
const DIRECTIVES: Record<string, (moment: Moment) => string | [value: number, width: number, fill: string]> = {
  Y: ({ year }) => [year, 1, '0'],
  y: ({ year }) => [year % 100, 2, '0'],
  m: ({ month }) => [month, 2, '0'],
  B: ({ month }) => MONTHS[month - 1] ?? '',
  b: ({ month }) => (MONTHS[month - 1] ?? '').slice(0, 3),
  h: ({ month }) => (MONTHS[month - 1] ?? '').slice(0, 3),
  d: ({ day }) => [day, 2, '0'],
  e: ({ day }) => [day, 2, ' '],
  j: ({ dayOfYear }) => [dayOfYear, 3, '0'],
  A: ({ weekday }) => DAYS[weekday] ?? '',
  a: ({ weekday }) => (DAYS[weekday] ?? '').slice(0, 3),
  u: ({ weekday }) => [weekday + 1, 1, '0'],
  w: ({ weekday }) => [(weekday + 1) % 7, 1, '0'],
  H: ({ hour }) => [hour, 2, '0'],
  k: ({ hour }) => [hour, 2, ' '],
  I: (moment) => [hour12(moment), 2, '0'],
  l: (moment) => [hour12(moment), 2, ' '],
  M: ({ minute }) => [minute, 2, '0'],
  S: ({ second }) => [second, 2, '0'],
  L: ({ millisecond }) => [millisecond, 3, '0'],
  p: ({ hour }) => (hour < 12 ? 'AM' : 'PM'),
  P: ({ hour }) => (hour < 12 ? 'am' : 'pm'),
  z: offsetText,
  Z: ({ zone }) => zone,
  s: ({ instant }) => [Math.floor(instant / 1000), 1, '0'],
}

/** Directives that stand for several others. */
const SHORTHANDS: Record<string, string> = {
  F: '%Y-%m-%d',
  D: '%m/%d/%y',
  x: '%m/%d/%y',
  T: '%H:%M:%S',
  X: '%H:%M:%S',
  R: '%H:%M',
  r: '%I:%M:%S %p',
  c: '%a %b %e %H:%M:%S %Y',
}

/**
 * Writes an instant by a strftime pattern, in English, as the zone's clocks show it. `%-d` drops the filling,
 * `%^a` writes capitals; an unknown directive stays as it is.
 */
export function strftime(instant: number, pattern: string, zone: string): string {
  const moment = momentOf(instant, zone)
  const whole = pattern.replace(/%([FDxTXRrc])/g, (_, letter: string) => SHORTHANDS[letter] ?? '')
  return whole.replace(/%([-^]?)([A-Za-z%])/g, (directive, flag: string, letter: string) => {
    if (letter === '%') return '%'
    const value = DIRECTIVES[letter]?.(moment)
    if (value === undefined) return directive
    if (typeof value === 'string') return flag === '^' ? value.toUpperCase() : value
    return flag === '-' ? String(value[0]) : String(value[0]).padStart(value[1], value[2])
  })
}
