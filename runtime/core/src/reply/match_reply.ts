import type { ReplyMatch } from '@soniarose/graph'
import { extractDate } from './extract_date.ts'
import { extractNumber } from './extract_number.ts'
import { normaliseReply, plainSymbols, REPLY_LIMIT } from './normalise.ts'
import { compilePattern } from './pattern.ts'
import { stanceOf } from './yes_no.ts'

/** A reply as every rule sees it, prepared once. */
export interface ReadReply {
  raw: string
  /** Padded with a space on both sides, so that whole words can be looked for. */
  words: string
  symbols: string
  now: number
  zone: string
}

/** Which rule matched, and what it took from the reply. */
export interface ReplyHit {
  /** Such as `anyWord: yes`. */
  rule: string
  /** The number, date, word or phrase that was found. */
  value: string | number
}

/** A branch's rules, ready to be asked. */
export type ReplyMatcher = (reply: ReadReply) => ReplyHit | null

/** Prepares a reply for matching. Only its first 1,600 characters count. */
export function readReply(body: string, { now, zone }: { now: number; zone: string }): ReadReply {
  const raw = body.slice(0, REPLY_LIMIT).trim()
  return { raw, words: ` ${normaliseReply(raw)} `, symbols: plainSymbols(raw), now, zone }
}

/** Compiles a branch's rules; the first that holds, in a fixed order, is the hit. */
export function compileMatch(match: ReplyMatch): ReplyMatcher {
  const matchers: ReplyMatcher[] = [
    ...needles(match.exact).map(exact),
    ...needles(match.anyWord).map(anyWord),
    ...needles(match.contains).map(contains),
    ...(match.regex === undefined ? [] : [regex(match.regex)]),
    ...(match.number === undefined || match.number === false ? [] : [number(match.number)]),
    ...(match.date === undefined || match.date === false ? [] : [date(match.date)]),
    ...(match.affirmative === true ? [stance('yes')] : []),
    ...(match.negative === true ? [stance('no')] : []),
  ]
  return (reply) => {
    for (const matcher of matchers) {
      const hit = matcher(reply)
      if (hit) return hit
    }
    return null
  }
}

function needles(value: string | string[] | undefined): string[] {
  return value === undefined ? [] : typeof value === 'string' ? [value] : value
}

function exact(needle: string): ReplyMatcher {
  const words = normaliseReply(needle)
  const symbols = plainSymbols(needle)
  const hit = { rule: `exact: ${needle}`, value: needle }
  return (reply) => ((words === '' ? reply.symbols === symbols : reply.words === ` ${words} `) ? hit : null)
}

function anyWord(needle: string): ReplyMatcher {
  const words = normaliseReply(needle)
  if (words === '') return symbolMatcher('anyWord', needle)
  const hit = { rule: `anyWord: ${needle}`, value: needle }
  return (reply) => (reply.words.includes(` ${words} `) ? hit : null)
}

function contains(needle: string): ReplyMatcher {
  const words = normaliseReply(needle)
  if (words === '') return symbolMatcher('contains', needle)
  const hit = { rule: `contains: ${needle}`, value: needle }
  return (reply) => (reply.words.includes(words) ? hit : null)
}

/** For needles that are nothing but emoji or punctuation. */
function symbolMatcher(rule: string, needle: string): ReplyMatcher {
  const symbols = plainSymbols(needle)
  const hit = { rule: `${rule}: ${needle}`, value: needle }
  return (reply) => (symbols !== '' && reply.symbols.includes(symbols) ? hit : null)
}

function regex(pattern: string): ReplyMatcher {
  const compiled = compilePattern(pattern)
  return (reply) => {
    const found = compiled.find(reply.raw)
    return found === null ? null : { rule: `regex: ${pattern}`, value: found }
  }
}

function number(rule: Exclude<NonNullable<ReplyMatch['number']>, false>): ReplyMatcher {
  const { min = -Infinity, max = Infinity } = rule === true ? {} : rule
  return (reply) => {
    const value = extractNumber(reply.raw)
    return value === null || value < min || value > max ? null : { rule: 'number', value }
  }
}

function date(rule: Exclude<NonNullable<ReplyMatch['date']>, false>): ReplyMatcher {
  const { after, before } = rule === true ? {} : rule
  return (reply) => {
    const value = extractDate(reply.raw, reply)
    if (value === null || (after !== undefined && value <= after) || (before !== undefined && value >= before))
      return null
    return { rule: 'date', value }
  }
}

function stance(wanted: 'yes' | 'no'): ReplyMatcher {
  return (reply) => {
    const found = stanceOf(reply.raw)
    if (found?.stance !== wanted) return null
    return {
      rule: wanted === 'yes' ? `affirmative: ${found.phrase}` : `negative: ${found.phrase}`,
      value: found.phrase,
    }
  }
}
