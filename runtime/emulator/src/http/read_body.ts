import type { IncomingMessage } from 'node:http'

const MAX_BYTES = 16 * 1024 * 1024

/** The whole body as text, or null when it is longer than 16 MB. Rejects when the client cuts the connection. */
export function readBody(req: IncomingMessage): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    req.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes <= MAX_BYTES) chunks.push(chunk)
    })
    req.on('error', reject)
    req.on('aborted', () => reject(new Error('the client cut the connection')))
    req.on('end', () => {
      const [only] = chunks
      const whole = chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks)
      resolve(bytes > MAX_BYTES ? null : whole.toString('utf8'))
    })
  })
}

/** The form fields of a body; anything but a form has none, as with Twilio. */
export function readForm(contentType: string | undefined, body: string): URLSearchParams {
  const isForm = contentType?.toLowerCase().startsWith('application/x-www-form-urlencoded') ?? false
  return new URLSearchParams(isForm ? body : '')
}
