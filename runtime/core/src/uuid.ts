import { hash128 } from './hash.ts'

const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** The hexadecimal digits of a 32-bit number, eight of them. */
function hex32(value: number): string {
  return `${HEX[(value >>> 24) & 255]}${HEX[(value >>> 16) & 255]}${HEX[(value >>> 8) & 255]}${HEX[value & 255]}`
}

function format(milliseconds: number, words: readonly [number, number, number]): string {
  const time = Math.max(0, Math.floor(milliseconds))
  const high = hex32(Math.floor(time / 0x10000))
  const low = hex32(time % 0x10000).slice(4)
  const version = hex32((words[0] & 0x0fff) | 0x7000).slice(4)
  const variant = hex32((words[1] & 0x3fffffff) | 0x80000000)
  return `${high}-${low}-${version}-${variant.slice(0, 4)}-${variant.slice(4)}${hex32(words[2])}`
}

/**
 * A UUID of version 7 (RFC 9562): sorts by time.
 *
 * @param nowMs epoch milliseconds
 * @param randomBytes ten bytes of chance, from the caller
 */
export function uuidv7(nowMs: number, randomBytes: Uint8Array): string {
  if (randomBytes.length < 10) throw new RangeError('uuidv7 needs ten random bytes')
  const word = (at: number) =>
    ((randomBytes[at] ?? 0) << 24) |
    ((randomBytes[at + 1] ?? 0) << 16) |
    ((randomBytes[at + 2] ?? 0) << 8) |
    (randomBytes[at + 3] ?? 0)
  return format(nowMs, [((randomBytes[0] ?? 0) << 8) | (randomBytes[1] ?? 0), word(2), word(6)])
}

/** A UUID of version 7 whose chance is a hash of a text, so that deciding the same thing again gives the same id. */
export function derivedUuid(nowMs: number, text: string): string {
  const [a, b, c] = hash128(text)
  return format(nowMs, [a, b, c])
}
