import type { FilterImplOptions } from 'liquidjs'
import { readInstant } from '../time/read_date.ts'
import { strftime } from '../time/strftime.ts'

/** Liquid's own filters that texts may use. Each is linear in its input and charges liquidjs's memory limit. */
export const ALLOWED_FILTERS: ReadonlySet<string> = new Set([
  'abs',
  'append',
  'at_least',
  'at_most',
  'capitalize',
  'ceil',
  'date',
  'default',
  'divided_by',
  'downcase',
  'escape',
  'first',
  'floor',
  'join',
  'json',
  'last',
  'lstrip',
  'minus',
  'modulo',
  'plus',
  'prepend',
  'remove',
  'remove_first',
  'replace',
  'replace_first',
  'round',
  'rstrip',
  'size',
  'slice',
  'split',
  'strip',
  'strip_newlines',
  'times',
  'to_json',
  'truncate',
  'truncatewords',
  'upcase',
  'url_encode',
])

/** Tags that texts may use. No loops, no includes, nothing that reads or runs anything else. */
export const ALLOWED_TAGS: ReadonlySet<string> = new Set(['if', 'unless', 'case', 'assign', 'comment'])

/** The name under which the engine hands the moment and the zone to the `date` filter. */
export const MOMENT_KEY = 'soniarose_moment'

/** What the `date` filter needs to know. */
export interface Moment {
  now: number
  zone: string
}

const DEFAULT_PATTERN = '%b %-d, %Y'
const PATTERN_LIMIT = 100

/**
 * `{{ now | date: "%A" }}`: strftime in the contact's zone, unlike liquidjs's own, which uses the machine's.
 * Takes ISO text, epoch seconds, `now` and `today`; anything else comes back as it is.
 */
export const dateFilter: FilterImplOptions = function (value: unknown, pattern: unknown) {
  const moment: unknown = this.context.getSync([MOMENT_KEY])
  if (!isMoment(moment)) return value
  const words = typeof value === 'string' ? value.trim().toLowerCase() : ''
  const instant = words === 'now' || words === 'today' ? moment.now : readInstant(value, moment.zone)
  if (instant === null) return value
  return strftime(instant, typeof pattern === 'string' ? pattern.slice(0, PATTERN_LIMIT) : DEFAULT_PATTERN, moment.zone)
}

function isMoment(value: unknown): value is Moment {
  return typeof value === 'object' && value !== null && 'now' in value && 'zone' in value
}
