import { createHmac, hash } from 'node:crypto'

/** Parameters of a form webhook; a repeated key has several values. */
export type WebhookParams = Record<string, string | string[]>

/**
 * The value of `X-Twilio-Signature` for a form POST (or, with no parameters, a GET or JSON POST).
 * Source: Twilio's "Webhooks security" page: the full URL, then each key and value, keys in byte order,
 * HMAC-SHA1 with the account's primary token, base64. Repeated values are de-duplicated and sorted.
 */
export function signWebhook(authToken: string, url: string, params: WebhookParams): string {
  let signed = url
  for (const key of Object.keys(params).sort()) {
    const value = params[key] ?? ''
    if (typeof value === 'string') signed += key + value
    else for (const one of [...new Set(value)].sort()) signed += key + one
  }
  return createHmac('sha1', authToken).update(signed, 'utf8').digest('base64')
}

/** The URL with the `bodySHA256` that a signed JSON webhook carries. */
export function withBodyHash(url: string, body: string): string {
  const separator = url.includes('?') ? '&' : '?'
  return `${url}${separator}bodySHA256=${hash('sha256', body)}`
}
