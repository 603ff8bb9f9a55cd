import type { Message } from '../messages/message.ts'
import type { World } from '../world.ts'

/** What Twilio takes: 5 MB in all for the images that it can shrink, 500 KB for other types. Source: "Accepted content types for media". */
const MAX_IMAGE_BYTES = 5 * 1024 * 1024
const MAX_OTHER_BYTES = 500 * 1024
const SHRINKABLE = /^image\/(jpeg|jpg|png|gif)$/
const FETCH_MS = 15_000

/**
 * Fetches the media of an outbound text as Twilio does before it sends.
 * Returns the code that the text fails with (11200 not to be had, 12300 no known type, 30019 too big), or null.
 */
export async function fetchOutboundMedia(world: World, message: Message): Promise<number | null> {
  let images = 0
  for (const media of message.media) {
    const answer = await load(world, media.url)
    if (answer === null) return 11200
    if (!/^(image|video|audio|text|application)\/[\w.+-]+$/.test(answer.type)) return 12300
    const shrinkable = SHRINKABLE.test(answer.type)
    if (shrinkable) images += answer.data.length
    if (images > MAX_IMAGE_BYTES || (!shrinkable && answer.data.length > MAX_OTHER_BYTES)) return 30019
    media.contentType = answer.type
    media.data = answer.data
  }
  return null
}

async function load(world: World, url: string): Promise<{ type: string; data: Buffer } | null> {
  const parsed = URL.parse(url)
  if (parsed === null) return null
  const dialled = new URL(parsed.pathname + parsed.search, world.settings.dial?.(parsed) ?? parsed)
  try {
    const response = await fetch(dialled, { signal: AbortSignal.timeout(FETCH_MS) })
    if (!response.ok) return null
    const type = (response.headers.get('content-type') ?? '').split(';')[0] ?? ''
    return { type: type.trim().toLowerCase(), data: Buffer.from(await response.arrayBuffer()) }
  } catch (error) {
    world.events.add('webhook_failed', null, {
      purpose: 'media',
      url,
      reason: error instanceof Error ? error.message : String(error),
    })
    return null
  }
}
