import { durationInWords } from '@soniarose/graph'
import type { Json, JsonObject } from '../json.ts'
import type { PastVisit } from './explain_path.ts'

/** What decided a visit, as a clause that can follow "because"; null where nothing did but its own way. */
export function becauseOf(visit: PastVisit): string | null {
  const { detail } = visit
  return CLAUSES[visit.nodeType]?.(detail, visit) ?? errorOf(detail)
}

/** A code as words: `opted_out` reads "opted out". */
export const inWords = (code: string): string => code.replaceAll('_', ' ')

type Clause = (detail: JsonObject, visit: PastVisit) => string | null

const CLAUSES: Record<string, Clause> = {
  condition: ({ values }) => {
    const looked = isObject(values) ? Object.entries(values) : []
    return looked.length === 0
      ? null
      : looked.map(([field, value]) => `${field} was ${valueInWords(value)}`).join(' and ')
  },
  branch_on_reply: (detail, { outcome }) => {
    if (outcome === 'timeout') {
      const { waited } = detail
      return typeof waited === 'string' ? `no reply came within ${durationInWords(waited)}` : 'no reply came in time'
    }
    const { reply, rule } = detail
    if (typeof reply !== 'string') return null
    return `they wrote ${valueInWords(reply)}${rule === null ? ', which fits no branch' : ''}`
  },
  stop_check: ({ optInStatus }) => `their consent was “${inWords(String(optInStatus))}”`,
  split: ({ share, place }) => {
    if (typeof share !== 'number') return null
    const where = typeof place === 'number' ? `their fixed place is ${Math.floor(place * 100)} of 100, and ` : ''
    return `${where}${Math.round(share * 100)} % of people go that way, always the same ones`
  },
  wait: ({ event, reason }, { outcome }) => {
    if (typeof event === 'string')
      return outcome === 'timeout' ? `the event “${event}” didn’t come in time` : `the event “${event}” came`
    return reason === 'no_date' ? 'they have no such date' : null
  },
  send_sms: ({ message, reason, errorCode }) => {
    const why = typeof reason === 'string' ? inWords(reason) : typeof message === 'string' ? inWords(message) : null
    const code = errorCode === undefined || errorCode === null ? '' : ` (error ${String(errorCode)})`
    return why === null || why === 'accepted' ? null : `the text didn’t go out: ${why}${code}`
  },
  plugin: (detail) => errorOf(detail) ?? answered(detail),
  http_request: (detail) => errorOf(detail) ?? answered(detail),
  start_workflow: ({ ended }) => (typeof ended === 'string' ? `the other workflow ended as ${inWords(ended)}` : null),
}

function answered({ outcome, output }: JsonObject): string | null {
  if (typeof outcome !== 'string') return null
  return output === undefined
    ? `it answered “${outcome}”`
    : `it answered “${outcome}” with ${short(JSON.stringify(output))}`
}

function errorOf({ error, reason }: JsonObject): string | null {
  if (typeof error === 'string') return `there was an error: ${short(error)}`
  if (isObject(error)) return `there was an error: ${short(String(error['message'] ?? error['code']))}`
  return typeof reason === 'string' ? inWords(reason) : null
}

/** A kept value, short. */
export function valueInWords(value: Json | undefined): string {
  if (value === undefined || value === null || value === '') return 'not known'
  if (typeof value === 'string') return `“${short(value)}”`
  if (!Array.isArray(value)) return short(JSON.stringify(value))
  return value.length === 0
    ? 'empty'
    : value.map((item) => (typeof item === 'string' ? item : JSON.stringify(item))).join(', ')
}

const short = (text: string): string => (text.length > 120 ? `${text.slice(0, 120)}…` : text)

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
