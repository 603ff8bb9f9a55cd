import type { Rule, RuleOperator } from '@soniarose/graph'
import { addDuration, parseDuration } from '../time/duration.ts'
import { readInstant } from '../time/read_date.ts'

/** What comparing needs beside the two values. */
export interface Moment {
  now: number
  zone: string
}

type Test = (field: unknown, value: Rule['value'], moment: Moment) => boolean

/** No value: nothing, an empty text, an empty list. */
export function isMissing(field: unknown): boolean {
  return field === undefined || field === null || field === '' || (Array.isArray(field) && field.length === 0)
}

/** Text without the differences that people don't mean: case, outer spaces, Unicode spelling. */
function plain(value: unknown): string {
  return String(value).normalize('NFC').trim().toLowerCase()
}

function asNumber(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value !== 'string' || value.trim() === '') return null
  const parsed = Number(value)
  return Number.isFinite(parsed) ? parsed : null
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

function same(field: unknown, value: unknown): boolean {
  if (!isScalar(field) || !isScalar(value)) return false
  const left = asNumber(field)
  const right = asNumber(value)
  return left !== null && right !== null ? left === right : plain(field) === plain(value)
}

function compareNumbers(field: unknown, value: unknown, holds: (difference: number) => boolean): boolean {
  const left = asNumber(field)
  const right = asNumber(value)
  return left !== null && right !== null && holds(left - right)
}

function compareDates(
  field: unknown,
  value: unknown,
  { moment, holds }: { moment: Moment; holds: (difference: number) => boolean },
): boolean {
  const left = readInstant(field, moment.zone)
  const right = readInstant(value, moment.zone)
  return left !== null && right !== null && holds(left - right)
}

/** Whether a date lies between now and a duration from now, either way. */
function within(field: unknown, value: Rule['value'], { moment, sign }: { moment: Moment; sign: 1 | -1 }): boolean {
  const instant = readInstant(field, moment.zone)
  const duration = typeof value === 'string' ? parseDuration(value) : null
  if (instant === null || duration === null) return false
  const edge = addDuration(moment.now, { ...duration, sign }, moment.zone)
  return sign === 1 ? instant >= moment.now && instant <= edge : instant <= moment.now && instant >= edge
}

const contains: Test = (field, value) =>
  Array.isArray(field)
    ? field.some((item) => same(item, value))
    : isScalar(field) && isScalar(value) && plain(field).includes(plain(value))

const isIn: Test = (field, value) => Array.isArray(value) && value.some((item: unknown) => same(field, item))

const hasTag: Test = (field, value) =>
  Array.isArray(field) && typeof value === 'string' && field.some((tag) => plain(tag) === plain(value))

/** The positive questions; the field is never missing here. */
const TESTS = {
  equals: same,
  contains,
  starts_with: (field, value) => isScalar(field) && isScalar(value) && plain(field).startsWith(plain(value)),
  ends_with: (field, value) => isScalar(field) && isScalar(value) && plain(field).endsWith(plain(value)),
  gt: (field, value) => compareNumbers(field, value, (difference) => difference > 0),
  gte: (field, value) => compareNumbers(field, value, (difference) => difference >= 0),
  lt: (field, value) => compareNumbers(field, value, (difference) => difference < 0),
  lte: (field, value) => compareNumbers(field, value, (difference) => difference <= 0),
  before: (field, value, moment) => compareDates(field, value, { moment, holds: (difference) => difference < 0 }),
  after: (field, value, moment) => compareDates(field, value, { moment, holds: (difference) => difference > 0 }),
  within_last: (field, value, moment) => within(field, value, { moment, sign: -1 }),
  within_next: (field, value, moment) => within(field, value, { moment, sign: 1 }),
  has_tag: hasTag,
  in: isIn,
  is_set: () => true,
  is_true: (field) => same(field, 'true'),
  is_false: (field) => same(field, 'false'),
} as const satisfies Partial<Record<RuleOperator, Test>>

/** Each negative question is the exact opposite of its twin. */
const NEGATIONS = {
  is_not_set: 'is_set',
  not_equals: 'equals',
  not_contains: 'contains',
  not_within_last: 'within_last',
  not_has_tag: 'has_tag',
  not_in: 'in',
} as const satisfies Partial<Record<RuleOperator, keyof typeof TESTS>>

function isNegation(op: RuleOperator): op is keyof typeof NEGATIONS {
  return Object.hasOwn(NEGATIONS, op)
}

/**
 * Answers one question, yes or no, whatever the field holds. A missing field answers no, and so yes to every
 * negative question.
 */
export function test(
  op: RuleOperator,
  field: unknown,
  { value, moment }: { value: Rule['value']; moment: Moment },
): boolean {
  if (isNegation(op)) return !answer(NEGATIONS[op], field, { value, moment })
  return answer(op, field, { value, moment })
}

function answer(
  op: keyof typeof TESTS,
  field: unknown,
  { value, moment }: { value: Rule['value']; moment: Moment },
): boolean {
  return !isMissing(field) && TESTS[op](field, value, moment)
}
