import { z } from 'zod'
import { GRAPH_LIMITS, HOSTILE_KEYS } from '../limits.ts'

/** ISO 8601 duration of weeks, or of years, months, days, hours, minutes and seconds; at least one part. */
export const DURATION_PATTERN =
  /^P(?:\d{1,4}W|(?=\d|T\d)(?:\d{1,3}Y)?(?:\d{1,4}M)?(?:\d{1,5}D)?(?:T(?=\d)(?:\d{1,6}H)?(?:\d{1,7}M)?(?:\d{1,9}S)?)?)$/

/** The same, but may be before the moment it is counted from: `-P1D`. */
export const SIGNED_DURATION_PATTERN = new RegExp(`^-?${DURATION_PATTERN.source.slice(1)}`)

/** Hours and minutes of a day, 24 hours: `09:00`. */
export const TIME_OF_DAY_PATTERN = /^([01]\d|2[0-3]):[0-5]\d$/

/** The id of a node or a branch; templates name nodes by it. */
export const idSchema = z
  .string()
  .min(1, 'Give it an id')
  .max(GRAPH_LIMITS.id, `An id has at most ${GRAPH_LIMITS.id} characters`)
  .regex(/^[A-Za-z0-9_.:-]+$/, 'An id has only letters, digits, "_", "-", "." and ":"')
  .refine((id) => !HOSTILE_KEYS.has(id), 'This id is reserved')

/** An edge's id. Nothing refers to it in texts, so it may be any text that tools give it. */
export const edgeIdSchema = z
  .string()
  .min(1, 'Give it an id')
  .max(200, 'An id has at most 200 characters')
  .refine((id) => !HOSTILE_KEYS.has(id), 'This id is reserved')

/** A duration such as `PT10M` or `P1D`. */
export const durationSchema = z
  .string()
  .regex(DURATION_PATTERN, 'Write a duration such as PT10M (ten minutes), PT2H or P1D (one day)')

/** A duration that may be negative: `-P1D` is the day before. */
export const signedDurationSchema = z
  .string()
  .regex(SIGNED_DURATION_PATTERN, 'Write a duration such as P1D (a day after) or -P1D (a day before)')

/** A time of day such as `09:00`. */
export const timeOfDaySchema = z.string().regex(TIME_OF_DAY_PATTERN, 'Write a time such as 09:00 or 17:30')

/** The days of a week in ISO order; Monday first. */
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type Weekday = (typeof WEEKDAYS)[number]

/** A name that a person gave to a tag. Compared without regard to case. */
export const tagSchema = z.string().trim().min(1, 'Name the tag').max(60, 'A tag has at most 60 characters')

/** Liquid text; whether it parses is checked by the core, which owns the template engine. */
export function templateSchema(limit: number): z.ZodString {
  return z.string().max(limit, `At most ${limit} characters`)
}
