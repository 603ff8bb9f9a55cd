import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { exchange } from './exchange.ts'
import type { Exchange } from './exchange.ts'
import { readOverrides } from './overrides.ts'
import type { ConnectionOverrides } from './overrides.ts'
import { prepareWebhook } from './prepare_webhook.ts'
import type { Webhook } from './webhook.ts'

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
    if (parsed === null || !/^https?:$/.test(parsed.protocol))
      return failure(url, 0, { code: 11100, reason: 'invalid URL' })
    const prepared = prepareWebhook(webhook, url)
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
      const again =
        tries <= overrides.retries && Date.now() - started < overrides.totalTimeoutMs && shouldRetry(answer, overrides)
      if (!again) return resultOf(url, tries, answer)
    }
  }
}

function shouldRetry(answer: Exchange, overrides: ConnectionOverrides): boolean {
  const { retryOn } = overrides
  if (answer.kind !== 'answer') return retryOn.has('all') || retryOn.has(answer.kind)
  if (answer.status >= 500) return retryOn.has('all') || retryOn.has('5xx')
  return answer.status >= 400 && (retryOn.has('all') || retryOn.has('4xx'))
}

function resultOf(url: string, tries: number, answer: Exchange): WebhookResult {
  if (answer.kind !== 'answer')
    return failure(url, tries, { code: answer.kind === 'rt' ? 11205 : 11200, reason: answer.reason })
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
