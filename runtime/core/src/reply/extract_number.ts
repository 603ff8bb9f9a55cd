/** Number words up to twelve in English, Spanish and French. */
const WORDS: ReadonlyMap<string, number> = new Map(
  [
    'zero cero',
    'one uno una un une',
    'two dos deux',
    'three tres trois',
    'four cuatro quatre',
    'five cinco cinq',
    'six seis',
    'seven siete sept',
    'eight ocho huit',
    'nine nueve neuf',
    'ten diez dix',
    'eleven once onze',
    'twelve doce douze',
  ].flatMap((words, value) => words.split(' ').map((word) => [word, value] as const)),
)

const DIGITS = /(?<![\p{L}\p{N}.,])[-+]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,15}(?:[.,]\d{1,15})?)(?![\p{L}\p{N}])/u

/** The first number in a reply: digits ("4", "3.5", "1,200"), else a word up to twelve. Null: none. */
export function extractNumber(reply: string): number | null {
  const text = reply.normalize('NFKC')
  const digits = DIGITS.exec(text)?.[0]
  if (digits !== undefined)
    return Number(/^[-+]?\d{1,3}(,\d{3})+/.test(digits) ? digits.replaceAll(',', '') : digits.replace(',', '.'))
  for (const word of text.toLowerCase().split(/[^\p{L}]+/u)) {
    const value = WORDS.get(word)
    if (value !== undefined) return value
  }
  return null
}
