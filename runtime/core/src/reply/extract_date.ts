import { civilFromDays, DAY_MS, daysFromCivil, weekdayOf } from '../time/civil.ts'
import { isoDate } from '../time/iso.ts'
import { isRealDate } from '../time/read_date.ts'
import { toLocal } from '../time/zone.ts'
import { normaliseReply } from './normalise.ts'

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const RELATIVE: ReadonlyMap<string, number> = new Map([
  ['today', 0],
  ['tonight', 0],
  ['hoy', 0],
  ['aujourdhui', 0],
  ['tomorrow', 1],
  ['tmrw', 1],
  ['manana', 1],
  ['demain', 1],
  ['yesterday', -1],
  ['ayer', -1],
  ['hier', -1],
])

const MONTH_NAME = `(${MONTHS.join('|')})[a-z]*`
const PATTERNS = {
  iso: /\b(\d{4})-(\d{1,2})-(\d{1,2})\b/,
  slashed: /\b(\d{1,2})\/(\d{1,2})(?:\/(\d{2,4}))?\b/,
  dotted: /\b(\d{1,2})\.(\d{1,2})\.(\d{2,4})?/,
  dayFirst: new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)?(?: of)? ${MONTH_NAME}(?:,? (\\d{4}))?\\b`),
  monthFirst: new RegExp(`\\b${MONTH_NAME}\\.? (\\d{1,2})(?:st|nd|rd|th)?(?:,? (\\d{4}))?\\b`),
}

/**
 * The first date in a reply as `YYYY-MM-DD`: ISO, month/day (as in the US), day.month., a month by its English name,
 * a weekday (the next one), today or tomorrow. Without a year: the next such day, today included. Null: none.
 */
export function extractDate(reply: string, { now, zone }: { now: number; zone: string }): string | null {
  const today = Math.floor(toLocal(zone, now) / DAY_MS)
  const text = reply.normalize('NFKC').toLowerCase()
  const days = writtenDate(text, today) ?? namedDay(text, today)
  return days === null ? null : isoDate(days)
}

function writtenDate(text: string, today: number): number | null {
  const iso = PATTERNS.iso.exec(text)
  if (iso) return dayOf({ year: iso[1], month: Number(iso[2]), day: Number(iso[3]), today })
  const slashed = PATTERNS.slashed.exec(text)
  if (slashed) return dayOf({ year: slashed[3], month: Number(slashed[1]), day: Number(slashed[2]), today })
  const dotted = PATTERNS.dotted.exec(text)
  if (dotted) return dayOf({ year: dotted[3], month: Number(dotted[2]), day: Number(dotted[1]), today })
  const dayFirst = PATTERNS.dayFirst.exec(text)
  if (dayFirst) return dayOf({ year: dayFirst[3], month: monthNumber(dayFirst[2]), day: Number(dayFirst[1]), today })
  const monthFirst = PATTERNS.monthFirst.exec(text)
  if (monthFirst)
    return dayOf({ year: monthFirst[3], month: monthNumber(monthFirst[1]), day: Number(monthFirst[2]), today })
  return null
}

function monthNumber(name: string | undefined): number {
  return MONTHS.indexOf((name ?? '').slice(0, 3)) + 1
}

function dayOf(written: { year: string | undefined; month: number; day: number; today: number }): number | null {
  const { month, day, today } = written
  if (written.year !== undefined) {
    const year = Number(written.year) + (written.year.length === 2 ? 2000 : 0)
    return isRealDate(year, month, day) ? daysFromCivil({ year, month, day }) : null
  }
  const thisYear = civilFromDays(today).year
  for (let year = thisYear; year <= thisYear + 8; year++) {
    if (!isRealDate(year, month, day)) continue
    const days = daysFromCivil({ year, month, day })
    if (days >= today) return days
  }
  return null
}

function namedDay(text: string, today: number): number | null {
  for (const word of normaliseReply(text).split(' ')) {
    const shift = RELATIVE.get(word)
    if (shift !== undefined) return today + shift
    const weekday = word.length >= 3 ? WEEKDAYS.findIndex((name) => isWeekdayWord(word, name)) : -1
    if (weekday !== -1) return today + ((weekday - weekdayOf(today) + 7) % 7 || 7)
  }
  return null
}

const FULL_WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

function isWeekdayWord(word: string, name: string): boolean {
  const full = FULL_WEEKDAYS.find((candidate) => candidate.startsWith(name)) ?? name
  return full.startsWith(word)
}
