import { WEEKDAYS, type Weekday } from '@soniarose/graph'

/** A schedule that the form can show: each day or chosen days of the week, or a day of the month, at one time. */
export interface PickedSchedule {
  every: 'day' | 'week' | 'month'
  days: Weekday[]
  monthDay: number
  /** `HH:MM` */
  time: string
}

const CODES: Record<Weekday, string> = { mon: 'MO', tue: 'TU', wed: 'WE', thu: 'TH', fri: 'FR', sat: 'SA', sun: 'SU' }
const FREQUENCY = { day: 'DAILY', week: 'WEEKLY', month: 'MONTHLY' } as const

/** Reads a rule that the form can show; null for all others. */
export function readSchedule(rrule: string): PickedSchedule | null {
  const parts = new Map(
    rrule
      .replace(/^RRULE:/, '')
      .split(';')
      .map((part): [string, string] => [part.split('=')[0] ?? '', part.split('=')[1] ?? '']),
  )
  const every = (['day', 'week', 'month'] as const).find((each) => FREQUENCY[each] === parts.get('FREQ'))
  const known = ['FREQ', 'BYDAY', 'BYMONTHDAY', 'BYHOUR', 'BYMINUTE']
  const [hour, minute] = [Number(parts.get('BYHOUR') ?? 'x'), Number(parts.get('BYMINUTE') ?? 0)]
  if (every === undefined || [...parts.keys()].some((key) => !known.includes(key))) return null
  if (!Number.isInteger(hour) || !Number.isInteger(minute)) return null
  const codes = (parts.get('BYDAY') ?? '').split(',').filter(Boolean)
  const days = WEEKDAYS.filter((day) => codes.includes(CODES[day]))
  const monthDay = Number(parts.get('BYMONTHDAY') ?? 1)
  if (days.length !== codes.length || !Number.isInteger(monthDay)) return null
  return { every, days, monthDay, time: `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}` }
}

/** Writes a schedule as a rule. */
export function writeSchedule({ every, days, monthDay, time }: PickedSchedule): string {
  const [hour = '9', minute = '0'] = time.split(':')
  const parts = [`FREQ=${FREQUENCY[every]}`]
  if (every === 'week')
    parts.push(`BYDAY=${(days.length > 0 ? days : ['mon' as const]).map((day) => CODES[day]).join(',')}`)
  if (every === 'month') parts.push(`BYMONTHDAY=${monthDay}`)
  return [...parts, `BYHOUR=${Number(hour)}`, `BYMINUTE=${Number(minute)}`].join(';')
}
