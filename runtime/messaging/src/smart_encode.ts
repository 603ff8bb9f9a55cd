import { fitsGsm } from './segments.ts'

/**
 * Look-alikes and their GSM-7 twins. Only what a reader takes for the same sign: letters with accents, fractions and
 * emoji change the meaning and stay. Twilio's Smart Encoding goes further and isn't published; we count what we post.
 */
const LOOK_ALIKES: readonly (readonly [twin: string, characters: string])[] = [
  ["'", '\u2018\u2019\u201b\u2032\u02b9\u02bb\u02bc\u02bd\u02c8\u02ca\u02cb\u00b4\u275b\u275c\uff07'],
  ['"', '\u201c\u201d\u201e\u201f\u2033\u02ba\u02ee\u275d\u275e\u301d\u301e\u00ab\u00bb\uff02'],
  ['-', '\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\u2022\ufe63\u23bc\u23bd'],
  ['...', '\u2026'],
  [',', '\u201a\u3001\uff64\ufe50\ufe51'],
  ['.', '\u3002\uff61\ufe52\u2024'],
  ['<', '\u2039\ufe64'],
  ['>', '\u203a\ufe65'],
  ['!!', '\u203c'],
  ['/', '\u2044\u2215\u29f8'],
  ['|', '\u2223\u00a6'],
  ['~', '\u02dc\u223c'],
  ['^', '\u02c6'],
  ['*', '\u2217\u204e\u2731\u273b'],
  [':', '\u2236\ua789'],
  [' ', '\t\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000'],
  ['\n', '\u2028\u2029\u0085'],
  ['', '\u200b\u2060\ufeff'],
]

/** Invisible marks that direct or join letters: Arabic, Hebrew, Persian need them, a GSM-7 text doesn't. */
const LETTER_MARKS = /[\u200c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** Full-width forms FF01–FF5E lie this far above their ASCII twins. */
const FULL_WIDTH_OFFSET = 0xfee0

const twins = buildTwins()
const replaceable = new RegExp(`[${[...twins.keys()].map(escapeForClass).join('')}]`, 'g')

function buildTwins(): Map<string, string> {
  const map = new Map<string, string>()
  for (let code = 0xff01; code <= 0xff5e; code++) {
    map.set(String.fromCharCode(code), String.fromCharCode(code - FULL_WIDTH_OFFSET))
  }
  for (const [twin, characters] of LOOK_ALIKES) for (const character of characters) map.set(character, twin)
  // A soft hyphen shows only where a line breaks: nobody misses it.
  map.set('\u00ad', '')
  return map
}

function escapeForClass(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/**
 * Replaces characters that only look different (curly quotes, dashes, ellipsis, no-break spaces, full-width forms …)
 * by their GSM-7 twins and drops invisible ones, so that a text stays in the cheaper encoding. A full-width backtick
 * becomes an apostrophe. What holds emoji together (zero-width joiner, variation selector) stays.
 * @param text any text
 * @returns the text, at most a few characters longer; applying it twice changes nothing more
 */
export function smartEncode(text: string): string {
  const replaced = text.replace(replaceable, (character) => twins.get(character) ?? character).replaceAll('`', "'")
  const unmarked = replaced.replace(LETTER_MARKS, '')
  return unmarked !== replaced && fitsGsm(unmarked) ? unmarked : replaced
}
