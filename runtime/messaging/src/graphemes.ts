import { GRAPHEME_RANGES } from './data/grapheme_ranges.ts'

/** Grapheme break classes as small numbers; 0 is "other", by far the commonest. */
const CLASS = {
  other: 0,
  control: 1,
  extend: 2,
  spacingMark: 3,
  prepend: 4,
  regionalIndicator: 5,
  hangulL: 6,
  hangulV: 7,
  hangulT: 8,
  hangulLV: 9,
  hangulLVT: 10,
  emojiBase: 11,
  emojiBaseGlue: 12,
  emojiModifier: 13,
  joiner: 14,
  glueAfterJoiner: 15,
  cr: 16,
  lf: 17,
} as const

/** Planes 0 and 1, one byte a code point; everything that joins lives there, but for plane 14. */
const TABLE_SIZE = 0x20000
const table = buildTable()

/** bit n of JOINS[previous class]: no break before class n (rules GB6–GB8, GB9, GB9a, GB9b, GB11). */
const JOINS = buildJoins()

function buildTable(): Uint8Array {
  const filled = new Uint8Array(TABLE_SIZE)
  for (const [name, ranges] of Object.entries(GRAPHEME_RANGES)) {
    fillRanges(filled, ranges, CLASS[name as keyof typeof GRAPHEME_RANGES])
  }
  for (let syllable = 0xac00; syllable <= 0xd7a3; syllable++) {
    filled[syllable] = (syllable - 0xac00) % 28 === 0 ? CLASS.hangulLV : CLASS.hangulLVT
  }
  return filled
}

function fillRanges(filled: Uint8Array, ranges: string, breakClass: number): void {
  let position = 0
  let isGap = true
  for (const word of ranges.split(' ')) {
    const length = Number.parseInt(word, 36)
    if (!isGap) filled.fill(breakClass, position, position + length)
    position += length
    isGap = !isGap
  }
}

function buildJoins(): Uint32Array {
  const bits = (...classes: number[]): number => classes.reduce((sum, each) => sum | (1 << each), 0)
  const always = bits(CLASS.extend, CLASS.joiner, CLASS.spacingMark)
  const joins = new Uint32Array(18).fill(always)
  const add = (previous: number, ...next: number[]): void => {
    joins[previous] = (joins[previous] ?? 0) | bits(...next)
  }
  add(CLASS.hangulL, CLASS.hangulL, CLASS.hangulV, CLASS.hangulLV, CLASS.hangulLVT)
  for (const vowel of [CLASS.hangulV, CLASS.hangulLV]) add(vowel, CLASS.hangulV, CLASS.hangulT)
  for (const tail of [CLASS.hangulT, CLASS.hangulLVT]) add(tail, CLASS.hangulT)
  add(CLASS.joiner, CLASS.glueAfterJoiner, CLASS.emojiBaseGlue)
  const breakers = bits(CLASS.control, CLASS.cr, CLASS.lf)
  joins[CLASS.prepend] = ~(breakers | bits(CLASS.regionalIndicator))
  for (const breaker of [CLASS.control, CLASS.cr, CLASS.lf]) joins[breaker] = 0
  return joins
}

function classOf(codePoint: number): number {
  if (codePoint < TABLE_SIZE) return table[codePoint] ?? 0
  if (codePoint < 0xe0000 || codePoint > 0xe0fff) return CLASS.other
  const isExtend = (codePoint >= 0xe0020 && codePoint <= 0xe007f) || (codePoint >= 0xe0100 && codePoint <= 0xe01ef)
  return isExtend ? CLASS.extend : CLASS.control
}

/**
 * Where the user-perceived character that begins at `start` ends, by the rules of UAX #29 for Unicode 10, in the
 * reading of Twilio's calculator: CR LF counts as two, a flag with a mark takes one mark, a skin tone takes its base
 * at most one mark away.
 * @param text any string, lone surrogates included
 * @param start index of the first code unit of a character, less than `text.length`
 * @returns the index after its last code unit
 */
export function graphemeEnd(text: string, start: number): number {
  const first = text.codePointAt(start) ?? 0
  let end = start + (first > 0xffff ? 2 : 1)
  let previous = classOf(first)
  if (previous === CLASS.other && (end >= text.length || table[text.charCodeAt(end)] === CLASS.other)) return end
  return clusterEnd(text, end, previous)
}

/** What of a character's beginning decides whether more belongs to it. */
interface Cluster {
  members: number
  previous: number
  beforePrevious: number
  hasExtend: boolean
  /** Its first may be half of a flag, or attaches to what follows. */
  startsFlag: boolean
  /** Its second is half of a flag. */
  flagSecond: boolean
}

function clusterEnd(text: string, from: number, first: number): number {
  const cluster: Cluster = {
    members: 1,
    previous: first,
    beforePrevious: -1,
    hasExtend: first === CLASS.extend,
    startsFlag: first === CLASS.regionalIndicator || first === CLASS.prepend,
    flagSecond: false,
  }
  let end = from
  while (end < text.length) {
    const codePoint = text.codePointAt(end) ?? 0
    const next = classOf(codePoint)
    if (!belongsTo(cluster, next)) return end
    cluster.flagSecond ||= next === CLASS.regionalIndicator && cluster.members === 1
    cluster.hasExtend ||= next === CLASS.extend
    cluster.beforePrevious = cluster.previous
    cluster.previous = next
    cluster.members++
    end += codePoint > 0xffff ? 2 : 1
  }
  return end
}

function belongsTo(cluster: Cluster, next: number): boolean {
  const { previous } = cluster
  if (cluster.flagSecond && previous !== CLASS.regionalIndicator) return false
  if (next === CLASS.regionalIndicator)
    return (cluster.startsFlag && cluster.members === 1) || previous === CLASS.prepend
  if (next === CLASS.emojiModifier && previous !== CLASS.prepend) return takesModifier(cluster)
  return (((JOINS[previous] ?? 0) >>> next) & 1) === 1
}

function takesModifier({ hasExtend, previous, beforePrevious }: Cluster): boolean {
  const base = hasExtend ? (previous === CLASS.extend ? beforePrevious : -1) : previous
  return base === CLASS.emojiBase || base === CLASS.emojiBaseGlue
}
