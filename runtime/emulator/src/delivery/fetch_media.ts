import { download, type Download } from '../http/download.ts'
import type { Message, MessageMedia } from '../messages/message.ts'
import type { World } from '../world.ts'

/** What Twilio takes: 5 MB in all for the images that it can shrink, 500 KB for other types. Source: "Accepted content types for media". */
const MAX_IMAGE_BYTES = 5 * 1024 * 1024
const MAX_OTHER_BYTES = 500 * 1024
const SHRINKABLE = /^image\/(jpeg|jpg|png|gif)$/
/** Twilio's list of accepted types: a web page, a script or an archive is none of them. */
const ACCEPTED =
  /^(?:(?:image|video|audio)\/[\w.+-]+|text\/(?:vcard|x-vcard|csv|rtf|richtext|calendar|directory|plain)|application\/(?:pdf|vcard|vnd\.apple\.pkpass))$/
const FETCH_MS = 15_000
const MAX_REDIRECTS = 5
const KEPT_BYTES = 64 * 1024 * 1024

/**
 * Fetches the media of an outbound text as Twilio does before it sends.
 * Returns the code that the text fails with (11200 not to be had, 12300 no known type, 30019 too big), or null.
 */
export async function fetchOutboundMedia(world: World, message: Message): Promise<number | null> {
  let images = 0
  for (const media of message.media) {
    const answer = await load(world, media.url)
    if (answer === null) return 11200
    if (!ACCEPTED.test(answer.type)) return 12300
    const shrinkable = SHRINKABLE.test(answer.type)
    if (shrinkable) images += answer.data.length
    const tooBig = images > MAX_IMAGE_BYTES || (!shrinkable && answer.data.length > MAX_OTHER_BYTES)
    if (!answer.whole || tooBig) return 30019
    media.contentType = answer.type
    media.data = answer.data
    forgetOldest(world, media)
  }
  return null
}

/** Old files are shown from where they came from; an emulator that runs for weeks must not fill its memory with pictures. */
function forgetOldest(world: World, newest: MessageMedia): void {
  const { fetchedMedia: kept } = world
  kept.push(newest)
  let bytes = kept.reduce((sum, media) => sum + (media.data?.length ?? 0), 0)
  while (bytes > KEPT_BYTES && kept.length > 1) {
    const oldest = kept.shift()
    bytes -= oldest?.data?.length ?? 0
    if (oldest) oldest.data = null
  }
}

async function load(world: World, url: string): Promise<Download | null> {
  try {
    const answer = await follow(world, url)
    return answer !== null && answer.status >= 200 && answer.status < 300 ? answer : null
  } catch (error) {
    world.events.add('webhook_failed', null, {
      purpose: 'media',
      url,
      reason: error instanceof Error ? error.message : String(error),
    })
    return null
  }
}

/** Null: no address, or redirected without end. */
async function follow(world: World, url: string): Promise<Download | null> {
  const until = Date.now() + FETCH_MS
  let parsed = URL.parse(url)
  for (let hops = 0; parsed !== null && /^https?:$/.test(parsed.protocol) && hops <= MAX_REDIRECTS; hops += 1) {
    const dialled = new URL(parsed.pathname + parsed.search, world.settings.dial?.(parsed) ?? parsed)
    // One byte more than is taken tells a file that is too long from one that just fits.
    const limits = { timeoutMs: Math.max(1, until - Date.now()), maxBytes: MAX_IMAGE_BYTES + 1 }
    const answer = await download(dialled, limits)
    if (answer.location === null || answer.status < 300 || answer.status >= 400) return answer
    parsed = URL.parse(answer.location, parsed.href)
  }
  return null
}
