import { randomUUID } from 'node:crypto'
import { signWebhook, withBodyHash } from './signature.ts'
import type { WebhookParams } from './signature.ts'
import type { Webhook } from './webhook.ts'

/** A webhook as it goes over the wire. */
export interface PreparedWebhook {
  url: string
  method: 'GET' | 'POST'
  headers: Record<string, string>
  body: string
}

/** Encodes and signs a webhook. `url` is the one that is requested, without its overrides. */
export function prepareWebhook(webhook: Webhook, url: string): PreparedWebhook {
  const written = webhook.json === undefined ? writeForm(webhook, url) : writeJson(webhook.json, url)
  // Another token makes a signature of the right shape that doesn't fit.
  const token = webhook.badSignature === true ? `${webhook.authToken}x` : webhook.authToken
  return {
    url: written.url,
    method: written.method,
    body: written.body,
    headers: {
      'user-agent': 'TwilioProxy/1.1',
      accept: '*/*',
      'content-type': written.type,
      'x-twilio-signature': signWebhook(token, written.url, written.signed),
      'i-twilio-idempotency-token': webhook.idempotencyToken ?? randomUUID(),
    },
  }
}

interface Written extends Omit<PreparedWebhook, 'headers'> {
  type: string
  /** What the signature covers beside the URL. */
  signed: WebhookParams
}

function writeJson(json: unknown, url: string): Written {
  const body = JSON.stringify(json)
  return { url: withBodyHash(url, body), method: 'POST', body, type: 'application/json', signed: {} }
}

function writeForm(webhook: Webhook, url: string): Written {
  const form = new URLSearchParams()
  for (const [key, value] of Object.entries(webhook.params)) {
    for (const one of typeof value === 'string' ? [value] : value) form.append(key, one)
  }
  const type = 'application/x-www-form-urlencoded; charset=UTF-8'
  const encoded = form.toString()
  if (webhook.method !== 'GET') return { url, method: 'POST', body: encoded, type, signed: webhook.params }
  const separator = url.includes('?') ? '&' : '?'
  return { url: encoded === '' ? url : url + separator + encoded, method: 'GET', body: '', type, signed: {} }
}
