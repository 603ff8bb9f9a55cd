/** Minutes since local midnight, `end` exclusive; null: no texts on that day. */
export type DayWindow = { readonly start: number; readonly end: number } | null

/** One rule of law or of carriers: seven windows, Monday first. */
export interface QuietHoursRule {
  /** `US`, `US-TX`, `FR` … */
  id: string
  country: string
  /** US state or Canadian province; null: the whole country. */
  state: string | null
  /** Monday to Sunday. */
  days: readonly DayWindow[]
  /** At most so many texts in 24 hours, where the rule says so; a proposal for the frequency caps. */
  per24h: number | null
  source: string
  /** When the row was last compared with its source. */
  checked: string
  /** False: secondary or conflicting sources; the stricter reading was taken. */
  certain: boolean
}

const hours = (start: number, end: number): DayWindow => ({ start: start * 60, end: end * 60 })
const everyDay = (start: number, end: number): DayWindow[] => Array.from({ length: 7 }, () => hours(start, end))
/** Monday to Friday, then Saturday, then Sunday. */
const week = (weekdays: DayWindow, saturday: DayWindow, sunday: DayWindow): DayWindow[] => [
  weekdays,
  weekdays,
  weekdays,
  weekdays,
  weekdays,
  saturday,
  sunday,
]

/** What a source says beside the hours. */
interface Source {
  source: string
  per24h?: number
  certain?: boolean
}

const row = (id: string, days: readonly DayWindow[], { source, per24h, certain }: Source): QuietHoursRule => {
  const [country = '', state = null] = id.split('-')
  return { id, country, state, days, per24h: per24h ?? null, source, checked: '2026-11-22', certain: certain ?? true }
}
const law = (source: string, per24h?: number): Source => (per24h === undefined ? { source } : { source, per24h })
const vendor = (source: string): Source => ({ source, certain: false })

/**
 * Hours in which marketing texts may be sent, in the recipient's own time. Not legal advice: a workspace may be stricter
 * by its own hours, never laxer.
 */
export const QUIET_HOURS_RULES: readonly QuietHoursRule[] = [
  row('US', everyDay(8, 21), law('47 CFR 64.1200(c)(1)')),
  row('US-AL', week(hours(8, 20), hours(8, 20), null), vendor('vendor tables')),
  row('US-CT', everyDay(9, 20), law('Conn. Gen. Stat. 42-288a')),
  row('US-FL', everyDay(8, 20), law('Fla. Stat. 501.616(6), 501.059', 3)),
  row('US-KY', everyDay(10, 21), vendor('vendor tables')),
  row('US-LA', week(hours(8, 20), hours(8, 20), null), vendor('vendor tables')),
  row('US-MA', everyDay(8, 20), vendor('vendor tables')),
  row('US-MD', everyDay(8, 20), law('Md. Stop the Spam Calls Act of 2023', 3)),
  row('US-MI', everyDay(9, 21), vendor('vendor tables')),
  row('US-MN', everyDay(9, 21), vendor('vendor tables')),
  row('US-MS', week(hours(8, 20), hours(8, 20), null), vendor('vendor tables')),
  row('US-NJ', everyDay(8, 20), vendor('vendor tables')),
  row('US-NM', everyDay(9, 21), vendor('vendor tables')),
  row('US-NV', everyDay(9, 20), vendor('vendor tables')),
  row('US-OK', everyDay(8, 20), law('Oklahoma Telephone Solicitation Act of 2022', 3)),
  row('US-OR', everyDay(8, 20), law('Oregon HB 3865, in force 2026-01-01', 3)),
  row('US-RI', week(hours(9, 18), hours(10, 17), hours(10, 17)), vendor('vendor tables')),
  row(
    'US-TX',
    week(hours(9, 21), hours(9, 21), hours(12, 21)),
    law('Tex. Bus. & Com. Code 301.051, SB 140, in force 2025-09-01'),
  ),
  row('US-WA', everyDay(8, 20), law('RCW 80.36.390, HB 1497 of 2022')),
  row(
    'CA',
    week({ start: 9 * 60, end: 21 * 60 + 30 }, hours(10, 18), hours(10, 18)),
    vendor('CRTC Unsolicited Telecommunications Rules, part III, calls'),
  ),
  row('FR', week(hours(8, 20), hours(8, 20), null), vendor("operators' charter on marketing SMS (AF2M)")),
  row(
    'AU',
    week(hours(9, 20), hours(9, 17), null),
    vendor('Telemarketing and Research Calls Industry Standard 2017, calls'),
  ),
  row('IN', everyDay(10, 21), vendor('TRAI TCCCPR 2018, promotional messages')),
]
