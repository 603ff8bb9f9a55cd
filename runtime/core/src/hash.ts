/**
 * Four 32-bit numbers from a text: well mixed and the same everywhere, not secret. (The multiply-xor mixing of
 * MurmurHash3's finaliser, run in four lanes.)
 */
export function hash128(text: string): [number, number, number, number] {
  let a = 0x9e3779b9
  let b = 0x243f6a88
  let c = 0xb7e15162
  let d = 0xdeadbeef
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    a = b ^ Math.imul(a ^ unit, 0x85ebca6b)
    b = c ^ Math.imul(b ^ unit, 0xc2b2ae35)
    c = d ^ Math.imul(c ^ unit, 0x27d4eb2f)
    d = a ^ Math.imul(d ^ unit, 0x165667b1)
  }
  a = finish(a ^ text.length)
  b = finish(b ^ a)
  c = finish(c ^ b)
  d = finish(d ^ c)
  return [finish(a ^ d), b, c, d]
}

function finish(value: number): number {
  let mixed = value ^ (value >>> 16)
  mixed = Math.imul(mixed, 0x85ebca6b)
  mixed ^= mixed >>> 13
  mixed = Math.imul(mixed, 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

/** A number from 0 up to but not including 1, the same for the same text everywhere and always. */
export function unitHash(text: string): number {
  const [a, b] = hash128(text)
  return (a * 0x200000 + (b >>> 11)) / 2 ** 53
}
