import { env } from '#app/core/env'
import { createMediaSigner, type MediaAct, type MediaSigner } from '#app/media/media_signature'

const DAY_MS = 86_400_000

let shared: MediaSigner | null = null

function signer(): MediaSigner {
  shared ??= createMediaSigner(env().appKey)
  return shared
}

/** The query that makes an address work until a moment. */
export function signedQuery(act: MediaAct, id: string, expires: number): string {
  return `expires=${expires}&signature=${signer().sign(act, id, expires)}`
}

/** Whether an address was made by us for this and is still good. */
export function isSigned(act: MediaAct, id: string, given: { expires: string; signature: string }): boolean {
  return signer().holds(act, id, { ...given, now: Date.now() })
}

/**
 * The address of a file of ours, readable by whoever has it: a browser's image, or the carrier that fetches an MMS's
 * file. Good for one to two days; rounded to the day, so that browsers can keep the image.
 * @param name the last part of the address, for whoever saves it; decides nothing
 */
export function mediaUrl(id: string, name = 'file'): string {
  const expires = (Math.floor(Date.now() / DAY_MS) + 2) * DAY_MS
  return `${env().publicUrl}/media/${id}/${encodeURIComponent(name)}?${signedQuery('get', id, expires)}`
}
