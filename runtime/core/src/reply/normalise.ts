/** Characters of a reply that are looked at: the longest text that Twilio delivers. */
export const REPLY_LIMIT = 1600

/**
 * A reply without the differences that people don't mean: Unicode spelling, case, accents, apostrophes, punctuation,
 * emoji and spaces. "Don't!" and "dont", "SÍ 👍" and "si" become the same.
 */
export function normaliseReply(text: string): string {
  return text
    .slice(0, REPLY_LIMIT)
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f'’‘`´\u200d\ufe0e\ufe0f]/g, '')
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim()
}

/** A text for comparing symbols, of which normalising would leave nothing: "👍", "?". */
export function plainSymbols(text: string): string {
  return text.slice(0, REPLY_LIMIT).normalize('NFKC').toLowerCase().replace(/[\u200d\ufe0e\ufe0f]|\p{Emoji_Modifier}/gu, '').trim()
}
