import { isRecord } from '@soniarose/graph'

/** The ways by which a reply is recognised, as they are stored. */
export const MATCH_WAYS = [
  'anyWord',
  'affirmative',
  'negative',
  'exact',
  'contains',
  'number',
  'date',
  'regex',
] as const
export type MatchWay = (typeof MATCH_WAYS)[number]

/** What each way is called. */
export const MATCH_WORDS: Record<MatchWay, { title: string; hint: string }> = {
  anyWord: { title: 'Has one of the words', hint: 'Whole words; capitals and signs don’t matter' },
  affirmative: { title: 'Says yes in some way', hint: 'yes, sure, ok, 👍 … in English, Spanish and French' },
  negative: { title: 'Says no in some way', hint: 'no, nope, not now … in English, Spanish and French' },
  exact: { title: 'Is exactly', hint: 'Nothing else in the text' },
  contains: { title: 'Contains', hint: 'Also inside of words' },
  number: { title: 'Has a number', hint: 'In digits' },
  date: { title: 'Has a date', hint: 'Such as 3 May or 2027-05-03' },
  regex: { title: 'Fits a pattern', hint: 'A regular expression (RE2)' },
}

const START: Record<MatchWay, unknown> = {
  anyWord: [],
  affirmative: true,
  negative: true,
  exact: [],
  contains: [],
  number: true,
  date: true,
  regex: '',
}

/** The ways that a branch uses, in the order in which they are shown. */
export function waysOf(match: unknown): MatchWay[] {
  if (!isRecord(match)) return []
  return MATCH_WAYS.filter((way) => match[way] !== undefined && match[way] !== false)
}

/** A match with one more way. */
export function addWay(match: unknown, way: MatchWay): Record<string, unknown> {
  return { ...(isRecord(match) ? match : {}), [way]: START[way] }
}

/** A match without a way. */
export function dropWay(match: unknown, way: MatchWay): Record<string, unknown> {
  return Object.fromEntries(Object.entries(isRecord(match) ? match : {}).filter(([key]) => key !== way))
}

/** A match in which one way has become another. */
export function swapWay(match: unknown, from: MatchWay, to: MatchWay): Record<string, unknown> {
  const value = isRecord(match) ? match[from] : undefined
  const keeps = Array.isArray(START[from]) && Array.isArray(START[to])
  return { ...dropWay(match, from), [to]: keeps ? value : START[to] }
}
