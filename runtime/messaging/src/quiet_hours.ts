import { COUNTRY_ZONES } from './data/country_zones.ts'
import { QUIET_HOURS_RULES, type DayWindow, type QuietHoursRule } from './data/quiet_hours.ts'
import { isKnownZone, offsetAt } from './zone_offsets.ts'

/** A workspace's own hours, as in its settings: `"09:00"` to `"20:00"` in the recipient's zone. Both alike: the whole day. */
export interface WorkspaceHours {
  start: string
  end: string
}

export const DEFAULT_WORKSPACE_HOURS: WorkspaceHours = { start: '09:00', end: '20:00' }

export interface WindowFacts {
  /** Candidate zones of the recipient; several: a text must be allowed in each of them. */
  zones: readonly string[]
  /** Two-letter US state or Canadian province, when known. */
  state?: string | null
  /** ISO 3166 country, when known. */
  country?: string | null
  workspaceHours: WorkspaceHours
  /** Epoch milliseconds of the workspace's clock. */
  now: number
}

export interface SendWindow {
  open: boolean
  /** When closed: epoch milliseconds of the next moment at which all rules allow a text; null: none within two weeks. */
  opensAt: number | null
  /** When open: epoch milliseconds at which the window closes; null: not within two weeks. */
  closesAt: number | null
  /** The ids of the rules that were applied: `workspace`, `US`, `US-TX` … */
  rules: string[]
  /** The zones that were looked at. */
  zones: string[]
}

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const HORIZON = 14 * DAY
/** 1 January 1970 was a Thursday; days are counted from Monday. */
const EPOCH_WEEKDAY = 3

/**
 * Tells whether a text may go out now under every rule that applies, and if not, when it next may. Exact to the second
 * over daylight-saving changes: what counts is the recipient's wall clock at the instant of sending.
 */
export function sendWindow(facts: WindowFacts): SendWindow {
  const rules = rulesFor(facts.country ?? null, facts.state ?? null)
  const week = weekFor(facts.workspaceHours, rules)
  const zones = usableZones(facts)
  const openFrom = nextOpening(zones, week, facts.now)
  const open = openFrom === facts.now
  return {
    open,
    opensAt: open ? null : openFrom,
    closesAt: open ? nextClosing(zones, week, facts.now) : null,
    rules: ['workspace', ...rules.map((rule) => rule.id)],
    zones,
  }
}

const rulesByCountry = Map.groupBy(QUIET_HOURS_RULES, (rule) => rule.country)

/** The country's and the state's rules, as far as both are known. */
export function rulesFor(country: string | null, state: string | null): QuietHoursRule[] {
  const ofCountry = rulesByCountry.get(country ?? '') ?? []
  return ofCountry.filter((rule) => rule.state === null || rule.state === state)
}

function usableZones(facts: WindowFacts): string[] {
  const known = facts.zones.filter(isKnownZone)
  if (known.length > 0) return known
  return [...(COUNTRY_ZONES.get(facts.country ?? '') ?? ['UTC'])]
}

/**
 * Reads hours as a settings page holds them.
 * @returns the window; hours over midnight ("20:00" to "09:00") or unreadable ones give the default, since a mistake must
 * not open the night
 */
export function parseHours(hours: WorkspaceHours): DayWindow {
  const start = minutesOf(hours.start)
  const end = minutesOf(hours.end)
  if (start === null || end === null || start > end) return { start: 9 * 60, end: 20 * 60 }
  return start === end ? { start: 0, end: 24 * 60 } : { start, end }
}

function minutesOf(time: string): number | null {
  const match = /^(\d{1,2}):(\d{2})$/.exec(time)
  if (!match) return null
  const minutes = Number(match[1]) * 60 + Number(match[2])
  return Number(match[2]) < 60 && minutes <= 24 * 60 ? minutes : null
}

/** Weeks already worked out; few workspaces differ, and what is forgotten is worked out again. */
const weeks = new Map<string, DayWindow[]>()
const MOST_WEEKS = 1000

function weekFor(hours: WorkspaceHours, rules: readonly QuietHoursRule[]): DayWindow[] {
  const key = `${hours.start} ${hours.end} ${rules.at(-1)?.id ?? ''}`
  let week = weeks.get(key)
  if (!week) {
    if (weeks.size >= MOST_WEEKS) weeks.clear()
    weeks.set(key, (week = weekOf(parseHours(hours), rules)))
  }
  return week
}

/** What all rules leave of each weekday, Monday first. */
function weekOf(own: DayWindow, rules: readonly QuietHoursRule[]): DayWindow[] {
  return Array.from({ length: 7 }, (_, day) => rules.reduce((left, rule) => overlap(left, rule.days[day] ?? null), own))
}

function overlap(a: DayWindow, b: DayWindow): DayWindow {
  if (!a || !b) return null
  const start = Math.max(a.start, b.start)
  const end = Math.min(a.end, b.end)
  return start < end ? { start, end } : null
}

/** The first instant from `from` on at which every zone is open. */
function nextOpening(zones: readonly string[], week: readonly DayWindow[], from: number): number | null {
  let candidate = from
  for (;;) {
    let latest = candidate
    for (const zone of zones) {
      const opening = zoneOpening(zone, week, latest)
      if (opening === null || opening > from + HORIZON) return null
      latest = opening
    }
    if (latest === candidate) return candidate
    candidate = latest
  }
}

function nextClosing(zones: readonly string[], week: readonly DayWindow[], from: number): number | null {
  const closings = zones.map((zone) => zoneClosing(zone, week, from)).filter((closing) => closing !== null)
  return closings.length === 0 ? null : Math.min(...closings)
}

/** The first instant from `from` on, within the horizon, at which the zone's wall clock is inside its day's window. */
function zoneOpening(zone: string, week: readonly DayWindow[], from: number): number | null {
  let at = from
  while (at < from + HORIZON) {
    const { offset, until } = offsetAt(zone, at)
    const local = at + offset
    const day = Math.floor(local / DAY)
    const window = week[weekdayOf(day)]
    const opensAt = window ? Math.max(local, day * DAY + window.start * MINUTE) : Infinity
    const nextDay = (day + 1) * DAY - offset
    if (window && opensAt < day * DAY + window.end * MINUTE && opensAt - offset < until) return opensAt - offset
    at = Math.min(nextDay, until)
  }
  return null
}

/** The first instant after `from` at which the zone, open at `from`, is closed. */
function zoneClosing(zone: string, week: readonly DayWindow[], from: number): number | null {
  let at = from
  while (at < from + HORIZON) {
    const { offset, until } = offsetAt(zone, at)
    const local = at + offset
    const day = Math.floor(local / DAY)
    const window = week[weekdayOf(day)]
    const isOpen = window && local >= day * DAY + window.start * MINUTE && local < day * DAY + window.end * MINUTE
    if (!isOpen) return at
    at = Math.min(day * DAY + window.end * MINUTE - offset, until)
  }
  return null
}

function weekdayOf(day: number): number {
  return (((day + EPOCH_WEEKDAY) % 7) + 7) % 7
}
