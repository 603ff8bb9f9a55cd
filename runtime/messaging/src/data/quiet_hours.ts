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
  weekdays, weekdays, weekdays, weekdays, weekdays, saturday, sunday,
]

interface RowOptions {
  per24h?: number
  certain?: boolean
}

const row = (id: string, days: readonly DayWindow[], source: string, options: RowOptions = {}): QuietHoursRule => {
  const [country = '', state = null] = id.split('-')
  return { id, country, state, days, per24h: options.per24h ?? null, source, checked: '2026-11-22', certain: options.certain ?? true }
}
const vendor = { certain: false }

/**
 * Hours in which marketing texts may be sent, in the recipient's own time. Not legal advice: a workspace may be stricter
 * by its own hours, never laxer.
 */
export const QUIET_HOURS_RULES: readonly QuietHoursRule[] = [
  row('US', everyDay(8, 21), '47 CFR 64.1200(c)(1)'),
  row('US-AL', week(hours(8, 20), hours(8, 20), null), 'Ala. Code 8-19C; vendor tables', vendor),
  row('US-CT', everyDay(9, 20), 'Conn. Gen. Stat. 42-288a'),
  row('US-FL', everyDay(8, 20), 'Fla. Stat. 501.616(6), 501.059', { per24h: 3 }),
  row('US-KY', everyDay(10, 21), 'Ky. Rev. Stat. 367.46955; vendor tables', vendor),
  row('US-LA', week(hours(8, 20), hours(8, 20), null), 'La. Rev. Stat. 45:844; vendor tables', vendor),
  row('US-MA', everyDay(8, 20), 'Mass. Gen. Laws 159C; vendor tables', vendor),
  row('US-MD', everyDay(8, 20), 'Md. Stop the Spam Calls Act of 2023', { per24h: 3 }),
  row('US-MI', everyDay(9, 21), 'vendor tables', vendor),
  row('US-MN', everyDay(9, 21), 'Minn. Stat. 325E.30; vendor tables', vendor),
  row('US-MS', week(hours(8, 20), hours(8, 20), null), 'Miss. Code 77-3-723; vendor tables', vendor),
  row('US-NJ', everyDay(8, 20), 'vendor tables', vendor),
  row('US-NM', everyDay(9, 21), 'N.M. Stat. 57-12-22; vendor tables', vendor),
  row('US-NV', everyDay(9, 20), 'Nev. Rev. Stat. 598.0918; vendor tables', vendor),
  row('US-OK', everyDay(8, 20), 'Oklahoma Telephone Solicitation Act of 2022', { per24h: 3 }),
  row('US-OR', everyDay(8, 20), 'Oregon HB 3865, in force 2026-01-01', { per24h: 3 }),
  row('US-RI', week(hours(9, 18), hours(10, 17), hours(10, 17)), 'R.I. Gen. Laws 5-61; vendor tables', vendor),
  row('US-TX', week(hours(9, 21), hours(9, 21), hours(12, 21)), 'Tex. Bus. & Com. Code 301.051, SB 140, in force 2025-09-01'),
  row('US-WA', everyDay(8, 20), 'RCW 80.36.390, HB 1497 of 2022'),
  row('CA', week({ start: 9 * 60, end: 21 * 60 + 30 }, hours(10, 18), hours(10, 18)), 'CRTC Unsolicited Telecommunications Rules, part III, calls', vendor),
  row('FR', week(hours(8, 20), hours(8, 20), null), 'operators\' charter on marketing SMS (AF2M)', vendor),
  row('AU', week(hours(9, 20), hours(9, 17), null), 'Telemarketing and Research Calls Industry Standard 2017, calls', vendor),
  row('IN', everyDay(10, 21), 'TRAI TCCCPR 2018, promotional messages', vendor),
]
