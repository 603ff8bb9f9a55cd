import { z } from 'zod'
import type { FieldFault } from '#app/core/problem'

const codes: Record<string, string> = {
  invalid_type: 'E_TYPE',
  too_small: 'E_TOO_SMALL',
  too_big: 'E_TOO_BIG',
  invalid_format: 'E_FORMAT',
  invalid_value: 'E_NOT_ALLOWED',
  unrecognized_keys: 'E_UNKNOWN_FIELD',
  not_multiple_of: 'E_NUMBER',
  invalid_union: 'E_NOT_ALLOWED',
}

/**
 * A schema's complaints as the API shows them: a dotted path, a stable code, a sentence.
 * @param error of a parse with `reportInput`, without which everything of a wrong type looks missing
 */
export function faultsOf(error: z.ZodError): FieldFault[] {
  return error.issues.slice(0, 50).map((issue) => {
    const path = issue.path.map(String).join('.')
    const missing = (issue.code === 'invalid_type' || issue.code === 'invalid_value') && issue.input === undefined
    const named = path === '' ? 'The body' : `"${path}"`
    return {
      path,
      code: missing ? 'E_REQUIRED' : (codes[issue.code] ?? customCode(issue)),
      message:
        missing && /^Invalid (input|option)/.test(issue.message)
          ? `${named} is missing.`
          : `${named}: ${issue.message}`,
    }
  })
}

function customCode(issue: z.core.$ZodIssue): string {
  const given: unknown = 'params' in issue ? (issue.params as Record<string, unknown> | undefined)?.code : undefined
  return typeof given === 'string' ? given : 'E_INVALID'
}

/** An id in a path or a query. A malformed one can't exist, so it answers 404 like an unknown one. */
export const idSchema = z.uuid().meta({ description: 'UUIDv7' })

/**
 * Whether a well-formed time is one that both Node and Postgres can keep: the pattern alone lets the year 0 and
 * offsets of a day through.
 */
export function isStorableTime(text: string): boolean {
  const at = Date.parse(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'))
  const day = /^\d{4}-\d\d-(\d\d)/.exec(text)?.[1]
  const offset = /[+-](\d\d)(?::?\d\d)?$/.exec(text.slice(11))?.[1] ?? '0'
  if (Number.isNaN(at) || Number(offset) > 14 || Number(day) > daysOfMonth(text)) return false
  return at >= FIRST_MOMENT && at <= LAST_MOMENT
}

const FIRST_MOMENT = Date.parse('0001-01-02T00:00:00Z')
const LAST_MOMENT = Date.parse('9999-12-31T00:00:00Z')
const daysOfMonth = (text: string): number =>
  new Date(Date.UTC(Number(text.slice(0, 4)), Number(text.slice(5, 7)), 0)).getUTCDate()

/** A time in an answer or a request: ISO 8601 with a zone; answers are always UTC. */
export const timeSchema = z.iso
  .datetime({ offset: true, error: 'must be a time with a zone, such as 2026-01-31T09:00:00Z', abort: true })
  .refine(isStorableTime, 'is not a moment between the years 1 and 9999, with an offset of at most 14 hours')
  .meta({ description: 'ISO 8601; answers are UTC' })

/** `GET` of a list: at most 200 rows, 50 unless asked. */
export const pageQuery = z.object({
  limit: z.coerce
    .number('must be a whole number from 1 to 200')
    .int()
    .min(1)
    .max(200)
    .default(50)
    .meta({ description: 'Rows wanted' }),
  cursor: z.string().max(500).optional().meta({ description: 'nextCursor of the page before' }),
})

/** One page of rows, and where the next one begins; null on the last. */
export function pageOf<Row extends z.ZodType>(row: Row) {
  return z.object({ data: z.array(row), nextCursor: z.string().nullable() })
}

/** A time of the database in the API's form; null stays null. */
export function iso(time: Date): string
export function iso(time: Date | null): string | null
export function iso(time: Date | null): string | null {
  return time === null ? null : time.toISOString()
}
