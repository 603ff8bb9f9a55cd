/**
 * Up to two letters for a person: the first of the first and the last word.
 * A phone number gives its last two digits, so that nameless contacts can still be told apart.
 */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean)
  const first = words[0]
  if (!first) return '?'
  if (/^\+?\d/.test(first)) return name.replace(/\D/g, '').slice(-2)
  const last = words.length > 1 ? (words.at(-1) ?? '') : ''
  return `${firstSign(first)}${firstSign(last)}`.toUpperCase()
}

function firstSign(word: string): string {
  const code = word.codePointAt(0)
  return code === undefined ? '' : String.fromCodePoint(code)
}

/** A hue in degrees that is always the same for the same text. */
export function hueOf(text: string): number {
  let sum = 7
  for (const char of text) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 360
  return sum
}
