/** A day of the calendar; months from 1. */
export interface CivilDate {
  year: number
  month: number
  day: number
}

export const DAY_MS = 86_400_000

/**
 * Days from 1970-01-01 to a date of the proleptic Gregorian calendar; months outside 1 to 12 carry over.
 * The arithmetic shifts the year to begin in March, so that the leap day comes last.
 */
export function daysFromCivil({ year, month, day }: CivilDate): number {
  const carried = year + Math.floor((month - 1) / 12)
  const inYear = ((((month - 1) % 12) + 12) % 12) + 1
  const shifted = inYear > 2 ? carried : carried - 1
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * (inYear + (inYear > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

/** The date that lies so many days after 1970-01-01. */
export function civilFromDays(days: number): CivilDate {
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  }
}

/** Days in a month; February by the year. */
export function daysInMonth(year: number, month: number): number {
  return daysFromCivil({ year, month: month + 1, day: 1 }) - daysFromCivil({ year, month, day: 1 })
}

/** The ISO weekday of a day counted from 1970-01-01: Monday 0 to Sunday 6. */
export function weekdayOf(days: number): number {
  return (((days + 3) % 7) + 7) % 7
}

/** Adds months to a day; the 31st becomes the last of a shorter month. */
export function addMonths(days: number, months: number): number {
  const { year, month, day } = civilFromDays(days)
  const first = civilFromDays(daysFromCivil({ year, month: month + months, day: 1 }))
  return daysFromCivil({ ...first, day: Math.min(day, daysInMonth(first.year, first.month)) })
}
