/** A small seeded generator (mulberry32), so that a failing text can be had again. */
export function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000
  }
}

const GSM =
  'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,!?@£$¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà\'"()*+-/:;<=>_#%&'
const EXTENSION = '^{}\\[~]|€\f'
const OUTSIDE = 'çáíóúÁâêîôûëï`’“”–—…\t\u00a0•中文日本語한국어العربيةעבריתРусский'
const JOINED = [
  '😀',
  '👩‍👧',
  '👨‍👩‍👧‍👦',
  '🏳️‍🌈',
  '👍🏽',
  '🇫🇷',
  '🇺🇸',
  '❤️',
  '👩🏽‍🚀',
  '1️⃣',
  '\u200d',
  '\ufe0f',
  'e\u0301',
  'नि',
  '각',
  '\ud83d',
  '\udc4d',
  '\u{1f3fd}',
  '\u{e0067}',
]
const BREAKS = ['\n', '\r\n', '\r', ' ']

/**
 * A random text of one of several mixes: plain GSM-7, GSM-7 with extension characters, accents, emoji, everything.
 * @param random numbers in [0, 1)
 * @param longest characters at most
 */
export function randomText(random: () => number, longest = 400): string {
  const mix = Math.floor(random() * 5)
  const length = Math.floor(random() ** 2 * longest)
  let text = ''
  for (let index = 0; index < length; index++) text += piece(random, mix)
  return text
}

function piece(random: () => number, mix: number): string {
  const dice = random()
  if (dice < 0.03) return pick(BREAKS, random)
  if (mix >= 1 && dice < 0.15) return pick(EXTENSION, random)
  if (mix >= 2 && dice < 0.2) return pick(OUTSIDE, random)
  if (mix >= 3 && dice < (mix === 4 ? 0.6 : 0.25)) return pick(JOINED, random)
  return pick(GSM, random)
}

function pick(from: string | readonly string[], random: () => number): string {
  return from[Math.floor(random() * from.length)] ?? ''
}
