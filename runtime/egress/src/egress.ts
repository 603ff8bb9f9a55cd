import { lookup } from 'node:dns/promises'
import type { LookupAddress } from 'node:dns'
import { isIP } from 'node:net'
import { Agent, buildConnector, request as send } from 'undici'
import { EgressError } from './egress_error.ts'
import { isPublicAddress } from './public_address.ts'

export interface EgressRequest {
  url: string
  method?: string
  headers?: Record<string, string>
  body?: string
}

export interface EgressResponse {
  status: number
  headers: Record<string, string>
  body: Buffer
  /** The address that answered, after redirects. */
  url: string
}

export interface EgressOptions {
  /** Asked for the first address and at each redirect, beside the address check. */
  mayVisit?: (url: string) => boolean
  timeoutMs?: number
  maxBytes?: number
  /** 0 turns a redirect into the answer. */
  redirects?: number
}

export interface EgressSettings {
  /** Which addresses may be connected to; the default lets only public ones through. */
  mayConnect?: (address: string) => boolean
  ports?: number[]
  resolve?: (host: string) => Promise<LookupAddress[]>
}

const DEFAULTS = { timeoutMs: 10_000, maxBytes: 1024 * 1024, redirects: 3 }
const SENSITIVE = new Set(['authorization', 'cookie', 'proxy-authorization'])

/**
 * The one way out to an address that a user can influence. It parses the URL once, resolves the name itself, refuses
 * when *any* answer is not public, connects to the checked address (so that a second look-up can't differ), and does
 * all of it again at each redirect. Credentials don't follow to another origin.
 */
export class Egress {
  readonly #mayConnect: (address: string) => boolean
  readonly #ports: Set<number>
  readonly #resolve: (host: string) => Promise<LookupAddress[]>

  constructor(settings: EgressSettings = {}) {
    this.#mayConnect = settings.mayConnect ?? isPublicAddress
    this.#ports = new Set(settings.ports ?? [80, 443])
    this.#resolve = settings.resolve ?? ((host) => lookup(host, { all: true, order: 'verbatim' }))
  }

  /** Out: the response with its whole body. Throws {@link EgressError} on refusal, limits and network failures. */
  async fetch(request: EgressRequest, options: EgressOptions = {}): Promise<EgressResponse> {
    const limits = { ...DEFAULTS, ...options }
    const signal = AbortSignal.timeout(limits.timeoutMs)
    let current = { ...request, method: request.method ?? 'GET', headers: lowerCased(request.headers ?? {}) }
    for (let hop = 0; ; hop += 1) {
      const url = this.#check(current.url, options.mayVisit)
      const response = await this.#visit(url, current, { ...limits, signal })
      const location = response.headers['location']
      if (response.status < 300 || response.status > 399 || !location || limits.redirects === 0) return response
      if (hop >= limits.redirects)
        throw new EgressError('E_EGRESS_REDIRECTS', `more than ${limits.redirects} redirects`, true)
      current = follow(current, { from: url, location, status: response.status })
    }
  }

  #check(text: string, mayVisit: EgressOptions['mayVisit']): URL {
    if (!URL.canParse(text)) throw new EgressError('E_EGRESS_URL', 'this is no absolute URL')
    const url = new URL(text)
    if (url.protocol !== 'http:' && url.protocol !== 'https:')
      throw new EgressError('E_EGRESS_URL', 'only http and https are allowed')
    if (url.username || url.password)
      throw new EgressError('E_EGRESS_URL', 'a URL must not carry a user name or password')
    const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80))
    if (!this.#ports.has(port)) throw new EgressError('E_EGRESS_PORT', `port ${port} is not allowed`)
    if (mayVisit && !mayVisit(url.href))
      throw new EgressError('E_EGRESS_HOST', `the host ${url.hostname} is not allowed here`)
    return url
  }

  async #address(url: URL): Promise<string> {
    const host = url.hostname.replace(/^\[|\]$/g, '')
    let found: LookupAddress[]
    try {
      found = isIP(host) ? [{ address: host, family: isIP(host) }] : await this.#resolve(host)
    } catch {
      throw new EgressError('E_EGRESS_NETWORK', `the host ${host} can't be resolved`)
    }
    const first = found[0]
    if (!first || !found.every(({ address }) => this.#mayConnect(address))) {
      throw new EgressError('E_EGRESS_ADDRESS', `the host ${host} leads to an address that is not public`)
    }
    return first.address
  }

  async #visit(
    url: URL,
    request: { method: string; headers: Record<string, string>; body?: string },
    limits: { signal: AbortSignal; maxBytes: number },
  ): Promise<EgressResponse> {
    const address = await this.#address(url)
    let connected = false
    const connect = buildConnector({ timeout: 5_000 })
    const agent = new Agent({
      // The name stays for SNI and the certificate; the connection goes to the address that was checked.
      connect: (options, callback) =>
        connect(
          {
            ...options,
            hostname: address,
            servername: options.servername ?? (isIP(url.hostname) ? undefined : url.hostname),
          },
          (error, socket) => {
            connected = !error
            if (error) callback(error, null)
            else callback(null, socket)
          },
        ),
      maxHeaderSize: 16_384,
      pipelining: 0,
    })
    try {
      const response = await send(url, { ...request, dispatcher: agent, signal: limits.signal })
      const body = await readBody(response.body, limits.maxBytes)
      return { status: response.statusCode, headers: flat(response.headers), body, url: url.href }
    } catch (error) {
      throw wrapped(error, connected, limits.signal)
    } finally {
      await agent.destroy()
    }
  }
}

function wrapped(error: unknown, connected: boolean, signal: AbortSignal): EgressError {
  if (error instanceof EgressError) return error
  if (signal.aborted) return new EgressError('E_EGRESS_TIMEOUT', 'no answer in time', connected)
  const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''
  return new EgressError('E_EGRESS_NETWORK', `the connection failed${code}`, connected)
}

async function readBody(body: AsyncIterable<Buffer>, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > maxBytes) throw new EgressError('E_EGRESS_TOO_LARGE', `the answer has more than ${maxBytes} bytes`, true)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Where an answer sends on to. */
interface Redirect {
  from: URL
  location: string
  status: number
}

/** The next request after a redirect: 303, and 301/302 after a POST, become a GET without a body (RFC 9110 §15.4). */
function follow<R extends { method: string; headers: Record<string, string>; body?: string }>(
  request: R,
  { from, location, status }: Redirect,
) {
  if (!URL.canParse(location, from.href)) throw new EgressError('E_EGRESS_URL', 'the redirect leads nowhere', true)
  const to = new URL(location, from)
  const { body, ...rest } = request
  const plain = status === 303 || ((status === 301 || status === 302) && request.method === 'POST')
  const headers =
    to.origin === from.origin
      ? request.headers
      : Object.fromEntries(Object.entries(request.headers).filter(([name]) => !SENSITIVE.has(name)))
  return {
    ...rest,
    url: to.href,
    headers,
    method: plain ? 'GET' : request.method,
    ...(plain || body === undefined ? {} : { body }),
  }
}

function lowerCased(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}

function flat(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  )
}
