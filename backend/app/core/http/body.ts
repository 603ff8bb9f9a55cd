import type { IncomingMessage } from 'node:http'
import { badRequest, type Problem, tooLarge } from '#app/core/problem'

/** JSON bodies are small, graphs included; uploads and imports have their own readers. */
export const JSON_LIMIT = 1024 * 1024

/**
 * Reads a request's body whole, as bytes. The framework's own parsers stay out of it: its multipart reader can be made
 * to end the process by one crafted field name, and its form reader changes what Twilio has signed.
 * @param limit bytes; a longer body is refused before it is kept
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer | Problem> {
  const encoding = request.headers['content-encoding']
  if (encoding !== undefined && encoding !== 'identity') return badRequest('Send the body uncompressed.')
  if (Number(request.headers['content-length'] ?? 0) > limit) return refuse(request, tooLarge(limit))
  return collect(request, limit)
}

function collect(request: IncomingMessage, limit: number): Promise<Buffer | Problem> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let size = 0
    const take = (chunk: Buffer): void => {
      size += chunk.length
      chunks.push(chunk)
      if (size <= limit) return
      request.off('data', take)
      resolve(refuse(request, tooLarge(limit)))
    }
    request.on('data', take)
    request.once('end', () => resolve(Buffer.concat(chunks, size)))
    // The caller hung up in the middle; nobody reads the answer. After the end, nobody hears this any more.
    const cut = () => resolve(badRequest('The body ended before its end.'))
    request.once('error', cut)
    request.once('close', cut)
  })
}

/** Lets the rest of the body pass unread, so that the caller gets the answer instead of a broken connection. */
function refuse(request: IncomingMessage, problem: Problem): Problem {
  request.resume()
  return problem
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * Reads a body as JSON.
 * @param bytes an empty body reads as `{}`, so that a POST without content needs no header
 */
export function parseJson(bytes: Buffer, contentType: string | undefined): unknown {
  if (bytes.length === 0) return {}
  const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? 'application/json'
  // A page of another site can send text or forms without asking, but not JSON.
  if (type !== 'application/json' && !type.endsWith('+json'))
    return badRequest(`Send JSON with "Content-Type: application/json", not ${type}.`)
  try {
    return JSON.parse(strictUtf8.decode(bytes), clean)
  } catch {
    return badRequest('The body is not valid JSON in UTF-8.')
  }
}

/**
 * What no part behind us could take is left out: a key that would reach a prototype when a careless merge meets it, and
 * in texts NUL and halves of characters, which the database refuses.
 */
function clean(this: unknown, key: string, value: unknown): unknown {
  if (key === '__proto__') return undefined
  return typeof value === 'string' ? storable(value) : value
}

/** A text as the database can keep it. */
export function storable(text: string): string {
  const whole = text.includes('\0') ? text.replaceAll('\0', '') : text
  return whole.isWellFormed() ? whole : whole.toWellFormed()
}
