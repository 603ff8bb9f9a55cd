import type { Sharp } from 'sharp'

/** A picture as it may go out, or why it can't. */
export type Shrunk =
  | { ok: true; bytes: Buffer; contentType: string; width: number; height: number }
  | { ok: false; refusal: string }

/** Pictures up to this reach all US carriers unshrunk. Source: Twilio, "Accepted content types for media". */
export const IMAGE_TARGET = 600_000
/** The most for an animation that can't be made smaller: what the larger carriers still take. */
const ANIMATION_LIMIT = 1_000_000
const LONGEST_SIDE = 1_600
/** A picture that says it has more (all frames together) is made to fill memory. */
const PIXEL_LIMIT = 50_000_000

const tries = [
  { side: LONGEST_SIDE, quality: 82 },
  { side: LONGEST_SIDE, quality: 68 },
  { side: 1_200, quality: 65 },
  { side: 1_000, quality: 55 },
]

const box = (side: number) => ({ width: side, height: side, fit: 'inside', withoutEnlargement: true }) as const

async function load(bytes: Buffer, animated: boolean): Promise<Sharp> {
  const { default: sharp } = await import('sharp')
  sharp.concurrency(1)
  sharp.cache(false)
  return sharp(bytes, { limitInputPixels: PIXEL_LIMIT, animated, failOn: 'error' })
}

interface Made {
  data: Buffer
  info: { format: string; width: number; height: number; pageHeight?: number }
}

const toShrunk = ({ data, info }: Made): Shrunk => ({
  ok: true,
  bytes: data,
  contentType: `image/${info.format}`,
  width: info.width,
  height: info.pageHeight ?? info.height,
})

async function shrinkStill(bytes: Buffer, keepPng: boolean): Promise<Shrunk> {
  const picture = (await load(bytes, false)).autoOrient()
  if (keepPng) {
    const made = await picture
      .clone()
      .resize(box(LONGEST_SIDE))
      .png({ compressionLevel: 9 })
      .toBuffer({ resolveWithObject: true })
    if (made.data.length <= IMAGE_TARGET) return toShrunk(made)
  }
  for (const { side, quality } of tries) {
    // Where a picture is transparent, a phone would show black.
    const flat = picture.clone().resize(box(side)).flatten({ background: '#fff' })
    const made = await flat.jpeg({ quality, mozjpeg: true }).toBuffer({ resolveWithObject: true })
    if (made.data.length <= IMAGE_TARGET || quality === tries.at(-1)?.quality) return toShrunk(made)
  }
  throw new Error('the last try always answers')
}

async function shrinkAnimation(bytes: Buffer): Promise<Shrunk> {
  const picture = await load(bytes, true)
  let made: Made | undefined
  for (const side of [LONGEST_SIDE, 640, 480, 320]) {
    made = await picture.clone().resize(box(side)).gif({ effort: 7 }).toBuffer({ resolveWithObject: true })
    if (made.data.length <= IMAGE_TARGET) return toShrunk(made)
  }
  if (made !== undefined && made.data.length <= ANIMATION_LIMIT) return toShrunk(made)
  return { ok: false, refusal: 'The animation stays over 1 MB however small it is made; give it fewer frames.' }
}

/** One picture at a time: each may take tens of megabytes while it is worked on. */
let turn: Promise<unknown> = Promise.resolve()

/**
 * Makes a picture fit the carriers' limits by writing it anew, so that what isn't picture in it (where it was taken,
 * scripts, bytes of other formats) doesn't survive. Never throws for what the bytes are.
 * @param type of the bytes as they are, not as somebody says
 */
export async function shrinkImage(bytes: Buffer, type: 'image/jpeg' | 'image/png' | 'image/gif'): Promise<Shrunk> {
  const before = turn
  const work = (async (): Promise<Shrunk> => {
    await before
    try {
      return type === 'image/gif' ? await shrinkAnimation(bytes) : await shrinkStill(bytes, type === 'image/png')
    } catch {
      // sharp's own reasons name its library's internals; for the sender it is one of these.
      return {
        ok: false,
        refusal: 'The picture is damaged, or has more than 50 megapixels; save it anew and upload that.',
      }
    }
  })()
  turn = work
  return work
}
