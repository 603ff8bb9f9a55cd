/** Characters of a reply that are looked at: the longest text that Twilio delivers. */
export const REPLY_LIMIT = 1600

/** Accents (once NFKD has parted them from their letters), apostrophes, joiners and variation selectors. */
const MARKS = /\p{Script=Inherited}|['’‘`´]/gu

/** What makes variants of one emoji: skin tones, joiners, variation selectors. */
const EMOJI_VARIANTS = /\p{Script=Inherited}|\p{Emoji_Modifier}/gu

/**
 * A reply without the differences that people don't mean: Unicode spelling, case, accents, apostrophes, punctuation,
 * emoji and spaces. "Don't!" and "dont", "SÍ 👍" and "si" become the same.
 */
export function normaliseReply(text: string): string {
  return text
    .slice(0, REPLY_LIMIT)
    .normalize('NFKD')
    .toLowerCase()
    .replace(MARKS, '')
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim()
}

/** A text for comparing symbols, of which normalising would leave nothing: "👍", "?". */
export function plainSymbols(text: string): string {
  return text.slice(0, REPLY_LIMIT).normalize('NFKC').toLowerCase().replace(EMOJI_VARIANTS, '').trim()
}
