import { request as httpRequest } from 'node:http'
import type { Agent, IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'

/** One HTTP exchange with a webhook's host. `ct`: no connection. `rt`: connected, no whole answer in time, or cut off. */
export type Exchange =
  | { kind: 'answer'; status: number; contentType: string; body: string }
  | { kind: 'ct' | 'rt'; reason: string }

export interface ExchangeRequest {
  url: string
  dial: URL
  method: string
  headers: Record<string, string>
  body: string
  connectTimeoutMs: number
  readTimeoutMs: number
  agents: { http: Agent; https: Agent }
}

const MAX_ANSWER_BYTES = 64 * 1024

/** Sends the request to `dial`'s host with `url`'s own path, character for character, as signed. Never rejects. */
export function exchange(wanted: ExchangeRequest): Promise<Exchange> {
  return new Promise((resolve) => {
    const secure = wanted.dial.protocol === 'https:'
    const send = secure ? httpsRequest : httpRequest
    let connected = false
    const outgoing = send({
      agent: secure ? wanted.agents.https : wanted.agents.http,
      host: wanted.dial.hostname.replace(/^\[|\]$/g, ''),
      port: wanted.dial.port === '' ? (secure ? 443 : 80) : Number(wanted.dial.port),
      path: rawPath(wanted.url),
      method: wanted.method,
      headers: {
        ...wanted.headers,
        host: authority(wanted.url),
        'content-length': String(Buffer.byteLength(wanted.body)),
      },
    })
    const connectTimer = setTimeout(() => finish({ kind: 'ct', reason: 'connect time-out' }), wanted.connectTimeoutMs)
    let readTimer: NodeJS.Timeout | null = null
    function finish(result: Exchange): void {
      clearTimeout(connectTimer)
      if (readTimer !== null) clearTimeout(readTimer)
      if (result.kind !== 'answer') outgoing.destroy()
      resolve(result)
    }
    function onConnected(): void {
      if (connected) return
      connected = true
      clearTimeout(connectTimer)
      readTimer = setTimeout(() => finish({ kind: 'rt', reason: 'read time-out' }), wanted.readTimeoutMs)
    }
    outgoing.on('socket', (socket) => {
      if (socket.connecting) socket.once(secure ? 'secureConnect' : 'connect', onConnected)
      else onConnected()
    })
    outgoing.on('error', (error) => {
      // The host closed an idle kept-alive connection just as it was taken again: nothing was read, so dial anew.
      if (outgoing.reusedSocket && 'code' in error && error.code === 'ECONNRESET') {
        clearTimeout(connectTimer)
        if (readTimer !== null) clearTimeout(readTimer)
        resolve(exchange(wanted))
        return
      }
      finish({ kind: connected ? 'rt' : 'ct', reason: error.message })
    })
    outgoing.on('response', (incoming) => collect(incoming, finish))
    outgoing.end(wanted.body)
  })
}

function collect(incoming: IncomingMessage, finish: (result: Exchange) => void): void {
  const chunks: Buffer[] = []
  let bytes = 0
  incoming.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes <= MAX_ANSWER_BYTES + 1) chunks.push(chunk)
  })
  incoming.on('error', (error) => finish({ kind: 'rt', reason: error.message }))
  incoming.on('end', () => {
    finish({
      kind: 'answer',
      status: incoming.statusCode ?? 0,
      contentType: incoming.headers['content-type'] ?? '',
      body: Buffer.concat(chunks).toString('utf8'),
    })
  })
}

/** Path and query exactly as written: `new URL` would escape some characters and break the signature. */
function rawPath(url: string): string {
  const path = url.replace(/^[a-z]+:\/\/[^/?#]*/i, '')
  return path.startsWith('/') ? path : `/${path}`
}

function authority(url: string): string {
  return new URL(url).host
}
