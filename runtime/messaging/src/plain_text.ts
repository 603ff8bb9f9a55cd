/** A text made comparable. */
export interface PlainText {
  /** Words and signs apart by one space; `|` ends a sentence (also at both ends), `,` is a comma; a space at both ends. */
  line: string
  /** The words alone, without signs. */
  words: string[]
  /** The sentences, each as its words joined by a space, with the sign that ended it (`''` at the end of the text). */
  sentences: { text: string; end: string }[]
}

/** More is never an opt-out word, and a bound keeps every pattern cheap. */
const LONGEST = 2000
const INVISIBLE = /[\p{Cf}\p{Cc}\p{Variation_Selector}\u115f\u1160]/gu
const MARKS = /\p{M}/gu
const APOSTROPHES = /(?<=\p{L})['’‘`´ʼ′＇](?=(?:t|s|m|d|ll|re|ve|am|all)\b)/gu
const PIECES = /[\p{L}\p{N}]+|[.!?;:\n…|]+|[,،、–—]|(?<=\s)-+(?=\s)/gu
const SIGNATURE =
  /\n?\s*(?:sent from my [\w ]{2,30}|get outlook for \w+|envoy[ée] de mon [\w ]{2,20}|enviado desde mi [\w ]{2,20})\.?\s*$/iu

/**
 * Brings a text into plain form: compatibility forms unified, case, accents, apostrophes, emoji, invisible characters
 * and an e-mail-like signature dropped, stretched letters shortened ("stoppp"), spelt words joined ("s.t.o.p").
 */
export function toPlainText(text: string): PlainText {
  const cleaned = text
    .slice(0, LONGEST)
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replace(INVISIBLE, (character) => (character === '\n' || character === '\t' ? character : ''))
    .normalize('NFKC')
    .replace(SIGNATURE, '')
    .toLowerCase()
    .replace(/#(?![\p{L}\p{N}])/gu, ' number ')
    .replace(APOSTROPHES, '')
    .normalize('NFD')
    .replace(MARKS, '')
  const pieces = joinSpelled(cleaned.match(PIECES) ?? [])
  const sentences: PlainText['sentences'] = []
  const words: string[] = []
  const line: string[] = ['|']
  let current: string[] = []
  const close = (end: string): void => {
    if (current.length > 0) sentences.push({ text: current.join(' '), end })
    current = []
  }
  for (const piece of pieces) {
    if (/^[\p{L}\p{N}]/u.test(piece)) {
      const word = shorten(piece)
      words.push(word)
      current.push(word)
      line.push(word)
    } else if (/^[,،、–—-]/u.test(piece)) {
      line.push(',')
      close(',')
    } else {
      if (line.at(-1) !== '|') line.push('|')
      close(piece.includes('?') ? '?' : '.')
    }
  }
  close('')
  if (line.at(-1) !== '|') line.push('|')
  return { line: ` ${line.join(' ')} `, words, sentences }
}

/** "stoppp" and "nooo" are written with a long breath; no word of ours has three equal letters in a row. */
function shorten(word: string): string {
  return word.replace(/(\p{L})\1{2,}/gu, '$1')
}

/** A whole text of single letters ("s t o p", "S.T.O.P.") is one word. */
function joinSpelled(pieces: string[]): string[] {
  const letters = pieces.filter((piece) => /^\p{L}/u.test(piece))
  const isSpelled = letters.length >= 3 && letters.length <= 12 && letters.every((letter) => letter.length === 1)
  return isSpelled && pieces.every((piece) => /^(?:\p{L}|[.!?,–—-])+$/u.test(piece)) ? [letters.join('')] : pieces
}
