import { request as httpRequest } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'

/** A file as its host gave it. `whole` is false when it is longer than was asked for; `data` is then only its beginning. */
export interface Download {
  status: number
  /** Lower case, without parameters; '' when there is none. */
  type: string
  location: string | null
  data: Buffer
  whole: boolean
}

export interface DownloadLimits {
  /** For all of it, from the first packet to the last byte. */
  timeoutMs: number
  maxBytes: number
}

/**
 * Fetches a file over node:http itself: the global `fetch` is whatever dispatcher anybody in the process has put there.
 * @throws when there is no answer, it breaks off, or takes too long
 */
export function download(url: URL, { timeoutMs, maxBytes }: DownloadLimits): Promise<Download> {
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest
    const outgoing = send(url, { agent: false, headers: { accept: '*/*' } })
    const timer = setTimeout(() => outgoing.destroy(new Error(`no whole file within ${timeoutMs} ms`)), timeoutMs)
    outgoing.on('error', (error) => {
      clearTimeout(timer)
      reject(error)
    })
    outgoing.on('response', (incoming) => {
      collect(incoming, maxBytes, (done) => {
        clearTimeout(timer)
        outgoing.destroy()
        if (done instanceof Error) reject(done)
        else resolve(done)
      })
    })
    outgoing.end()
  })
}

function collect(incoming: IncomingMessage, maxBytes: number, finish: (done: Download | Error) => void): void {
  const chunks: Buffer[] = []
  let bytes = 0
  const end = (whole: boolean): void =>
    finish({
      status: incoming.statusCode ?? 0,
      type: (incoming.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '',
      location: incoming.headers.location ?? null,
      data: Buffer.concat(chunks),
      whole,
    })
  incoming.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes <= maxBytes) chunks.push(chunk)
    else end(false)
  })
  incoming.on('error', finish)
  incoming.on('end', () => end(true))
}
