import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'

/** What a signature allows: to read a file, or to send in the bytes of an announced one. */
export type MediaAct = 'get' | 'put'

/** Signs addresses of files and checks them. */
export interface MediaSigner {
  /** @param expires epoch milliseconds */
  sign(act: MediaAct, id: string, expires: number): string
  /** Whether the signature is ours, for this act and file, and has not run out by `now`. */
  holds(act: MediaAct, id: string, given: { expires: string; signature: string; now: number }): boolean
}

/**
 * A signer with a key of its own, made from the setting `APP_KEY`. The id is in the signature and belongs to one
 * workspace for ever, so an address leads to one file of one workspace.
 */
export function createMediaSigner(appKey: string): MediaSigner {
  const key = Buffer.from(hkdfSync('sha256', appKey, 'soniarose', 'media addresses', 32))
  const digest = (act: MediaAct, id: string, expires: number) =>
    createHmac('sha256', key).update(`${act}:${id}:${expires}`).digest()
  return {
    sign: (act, id, expires) => digest(act, id, expires).toString('base64url'),
    holds(act, id, { expires, signature, now }) {
      if (!/^\d{10,15}$/.test(expires)) return false
      const expected = digest(act, id, Number(expires))
      const actual = Buffer.from(signature, 'base64url')
      return actual.length === expected.length && timingSafeEqual(actual, expected) && Number(expires) > now
    },
  }
}
