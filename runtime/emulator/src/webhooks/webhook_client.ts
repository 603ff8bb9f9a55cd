import { randomUUID } from 'node:crypto'
import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { exchange } from './exchange.ts'
import type { Exchange } from './exchange.ts'
import { readOverrides } from './overrides.ts'
import type { ConnectionOverrides } from './overrides.ts'
import { signWebhook, withBodyHash } from './signature.ts'
import type { WebhookParams } from './signature.ts'

/** A webhook to send. `json` takes the place of `params`: it is sent as a signed JSON body. */
export interface Webhook {
  url: string
  authToken: string
  params: WebhookParams
  json?: unknown
  method?: 'GET' | 'POST' | undefined
  /** Sends a signature that doesn't fit. */
  badSignature?: boolean | undefined
  /** The same for every copy and retry of one event. */
  idempotencyToken?: string | undefined
  fallbackUrl?: string | undefined
}

/** How it went: `status` is 0 when there was no answer; `error` is Twilio's debugger code (11200, 11205). */
export interface WebhookResult {
  url: string
  status: number
  tries: number
  error: number | null
  reason: string | null
  contentType: string
  body: string
}

export interface WebhookClientOptions {
  /** Most connections to one host at a time; more wait. */
  concurrency: number
  /** Where a URL is really dialled; its path and signature stay as they are. */
  dial: (url: URL) => URL
}

/** Sends signed webhooks as Twilio does: time-outs, retries and fallback by the rules of connection overrides. */
export class WebhookClient {
  readonly #agents: { http: HttpAgent; https: HttpsAgent }
  readonly #dial: (url: URL) => URL
  #underWay = 0

  constructor(options: WebhookClientOptions) {
    const settings = { keepAlive: true, maxSockets: options.concurrency, maxFreeSockets: options.concurrency }
    this.#agents = { http: new HttpAgent(settings), https: new HttpsAgent(settings) }
    this.#dial = options.dial
  }

  /** Webhooks that haven't been answered yet. */
  get underWay(): number {
    return this.#underWay
  }

  /** Sends one webhook, retrying and falling back as its URL says. Never rejects: a bad URL is a result, too. */
  async send(webhook: Webhook): Promise<WebhookResult> {
    this.#underWay += 1
    try {
      const first = await this.#deliver(webhook)
      if (first.error === null || webhook.fallbackUrl === undefined || webhook.fallbackUrl === '') return first
      const params = { ...webhook.params, ErrorCode: String(first.error), ErrorUrl: first.url }
      return await this.#deliver({ ...webhook, url: webhook.fallbackUrl, params })
    } finally {
      this.#underWay -= 1
    }
  }

  /** Drops the connections. */
  close(): void {
    this.#agents.http.destroy()
    this.#agents.https.destroy()
  }

  async #deliver(webhook: Webhook): Promise<WebhookResult> {
    const { url, overrides } = readOverrides(webhook.url)
    const parsed = URL.parse(url)
    if (parsed === null || !/^https?:$/.test(parsed.protocol)) return failure(url, 0, { code: 11100, reason: 'invalid URL' })
    const prepared = prepare(webhook, url)
    const started = Date.now()
    for (let tries = 1; ; tries += 1) {
      const left = overrides.totalTimeoutMs - (Date.now() - started)
      const answer = await exchange({
        ...prepared,
        dial: this.#dial(parsed),
        connectTimeoutMs: Math.max(1, Math.min(overrides.connectTimeoutMs, left)),
        readTimeoutMs: Math.max(1, Math.min(overrides.readTimeoutMs, left)),
        agents: this.#agents,
      })
      const again = tries <= overrides.retries && Date.now() - started < overrides.totalTimeoutMs && shouldRetry(answer, overrides)
      if (!again) return resultOf(url, tries, answer)
    }
  }
}

function prepare(webhook: Webhook, url: string): { url: string; method: string; headers: Record<string, string>; body: string } {
  const method = webhook.method ?? 'POST'
  const form = new URLSearchParams()
  for (const [key, value] of Object.entries(webhook.params)) {
    for (const one of typeof value === 'string' ? [value] : value) form.append(key, one)
  }
  const json = webhook.json === undefined ? null : JSON.stringify(webhook.json)
  const asQuery = method === 'GET' && form.size > 0 ? `${url.includes('?') ? '&' : '?'}${form}` : ''
  const target = json === null ? url + asQuery : withBodyHash(url, json)
  const signed = json === null && method === 'POST' ? webhook.params : {}
  const signature = signWebhook(webhook.badSignature === true ? `${webhook.authToken}x` : webhook.authToken, target, signed)
  return {
    url: target,
    method,
    body: json ?? (method === 'POST' ? form.toString() : ''),
    headers: {
      'user-agent': 'TwilioProxy/1.1',
      'accept': '*/*',
      'content-type': json === null ? 'application/x-www-form-urlencoded; charset=UTF-8' : 'application/json',
      'x-twilio-signature': signature,
      'i-twilio-idempotency-token': webhook.idempotencyToken ?? randomUUID(),
    },
  }
}

function shouldRetry(answer: Exchange, overrides: ConnectionOverrides): boolean {
  const { retryOn } = overrides
  if (answer.kind !== 'answer') return retryOn.has('all') || retryOn.has(answer.kind)
  if (answer.status >= 500) return retryOn.has('all') || retryOn.has('5xx')
  return answer.status >= 400 && (retryOn.has('all') || retryOn.has('4xx'))
}

function resultOf(url: string, tries: number, answer: Exchange): WebhookResult {
  if (answer.kind !== 'answer') return failure(url, tries, { code: answer.kind === 'rt' ? 11205 : 11200, reason: answer.reason })
  const ok = answer.status >= 200 && answer.status < 300
  return {
    url,
    status: answer.status,
    tries,
    error: ok ? null : 11200,
    reason: ok ? null : `HTTP ${answer.status}`,
    contentType: answer.contentType,
    body: answer.body,
  }
}

function failure(url: string, tries: number, cause: { code: number; reason: string }): WebhookResult {
  return { url, status: 0, tries, error: cause.code, reason: cause.reason, contentType: '', body: '' }
}
