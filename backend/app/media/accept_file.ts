import { createHash } from 'node:crypto'
import { fileTypeFromBuffer } from 'file-type'
import { shrinkImage } from '#app/media/shrink_image'

/** A file as it is kept, or why it can't be sent. */
export type AcceptFile = ({ ok: true } & KeptFile) | { ok: false; refusal: string }

export interface KeptFile {
  bytes: Buffer
  contentType: string
  width: number | null
  height: number | null
  sha256: string
}

/** The most that we take of a file that somebody uploads; pictures are made smaller afterwards. */
export const UPLOAD_LIMIT = 20 * 1024 * 1024
/** Twilio shrinks no video, and carriers drop longer ones. Source: Twilio, "Accepted content types for media". */
export const VIDEO_LIMIT = 500_000

/** The most that one text may carry in all. Source: the same page, and Twilio's error 30019. */
export const MMS_LIMIT = 5 * 1024 * 1024

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

/**
 * Judges an uploaded file by its own bytes, not by its name or by what the browser said, and brings pictures into the
 * carriers' limits.
 */
export async function acceptFile(bytes: Buffer): Promise<AcceptFile> {
  const contentType = (await fileTypeFromBuffer(bytes))?.mime
  if (contentType === 'image/jpeg' || contentType === 'image/png' || contentType === 'image/gif') {
    const shrunk = await shrinkImage(bytes, contentType)
    return shrunk.ok ? { ...shrunk, sha256: sha256(shrunk.bytes) } : shrunk
  }
  if (contentType !== 'video/mp4')
    return {
      ok: false,
      refusal: 'This is no file that phones can show: send a JPEG, PNG or GIF picture, or an MP4 video.',
    }
  if (bytes.length > VIDEO_LIMIT)
    return { ok: false, refusal: 'A video may have at most 500 KB; cut or compress it first.' }
  return { ok: true, bytes, contentType, width: null, height: null, sha256: sha256(bytes) }
}

/** Types that a browser may show in place; everything else is only ever offered for saving. */
export const isShownInPlace = (contentType: string): boolean =>
  ['image/jpeg', 'image/png', 'image/gif'].includes(contentType)

/** A file that a contact sent: kept as it is, since it is theirs, under the type that its bytes have. */
export async function keepInbound(bytes: Buffer): Promise<KeptFile> {
  const contentType = (await fileTypeFromBuffer(bytes))?.mime ?? 'application/octet-stream'
  const size = isShownInPlace(contentType) ? await sizeOf(bytes) : { width: null, height: null }
  return { bytes, contentType, ...size, sha256: sha256(bytes) }
}

async function sizeOf(bytes: Buffer): Promise<{ width: number | null; height: number | null }> {
  const { default: sharp } = await import('sharp')
  try {
    const { width, height, pageHeight } = await sharp(bytes).metadata()
    return { width, height: pageHeight ?? height }
  } catch {
    // A damaged picture is still what the contact sent.
    return { width: null, height: null }
  }
}
