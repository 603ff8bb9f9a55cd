/** What a webhook's answer asks Twilio to text back, or the debugger code of what is wrong with it. */
export type TwimlReading = { ok: true; replies: TwimlReply[] } | { ok: false; error: number }

export interface TwimlReply {
  body: string
  mediaUrls: string[]
  to: string | null
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const MAX_CHARACTERS = 64_000

/**
 * Reads the answer to an inbound text's webhook: the `<Message>` verbs of TwiML. Plain text is sent as it is, as Twilio is said to do,
 * so that an error page in plain text is seen on the phone here and not first on a customer's.
 */
export function readTwiml(contentType: string, text: string): TwimlReading {
  if (text.trim() === '') return { ok: true, replies: [] }
  if (text.length > MAX_CHARACTERS) return { ok: false, error: 11750 }
  const type = (contentType.split(';')[0] ?? '').trim().toLowerCase()
  if (type === 'text/plain') return { ok: true, replies: [{ body: text, mediaUrls: [], to: null }] }
  if (type !== 'text/xml' && type !== 'application/xml') return { ok: false, error: 12300 }
  return readXml(text)
}

function readXml(text: string): TwimlReading {
  const root = /^\s*(?:<\?xml[^>]*\?>)?\s*<Response\s*(?:\/>|>([\s\S]*)<\/Response>)\s*$/.exec(text)
  if (root === null) return { ok: false, error: text.trim().startsWith('<') ? 12200 : 12100 }
  const messages = (root[1] ?? '').matchAll(/<Message\b([^>]*?)(?:\/>|>([\s\S]*?)<\/Message>)/g)
  return {
    ok: true,
    replies: Array.from(messages, ([, attributes = '', inner = '']) => readMessage(attributes, inner)),
  }
}

function readMessage(attributes: string, inner: string): TwimlReply {
  const mediaUrls = [...inner.matchAll(/<Media\b[^>]*>([\s\S]*?)<\/Media>/g)].map(([, url = '']) => decode(url).trim())
  const bodies = [...inner.matchAll(/<Body\b[^>]*>([\s\S]*?)<\/Body>/g)].map(([, body = '']) => decode(body))
  const plain = decode(inner.replace(/<(\w+)\b[^>]*>[\s\S]*?<\/\1>/g, '')).trim()
  const to = /\bto="([^"]*)"/.exec(attributes)?.[1]
  return {
    body: [plain, ...bodies].filter((part) => part !== '').join(''),
    mediaUrls,
    to: to === undefined ? null : decode(to),
  }
}

function decode(text: string): string {
  return text.replace(/&(#x[0-9a-f]+|#\d+|\w+);/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return ENTITIES[name] ?? whole
    const code = name[1]?.toLowerCase() === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}
