import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { env } from '#app/core/env'

function policy(): string {
  const store = env().s3 === null ? '' : ` ${new URL(env().s3?.endpoint ?? '').origin}`
  // Files are addressed by the public address, also when the page was opened by another name of this machine.
  const files = ` ${new URL(env().publicUrl).origin}${store}`
  return [
    "default-src 'self'",
    "script-src 'self'",
    // Styles may be inline: the canvas positions its nodes so, and a style can't run code under this policy.
    "style-src 'self' 'unsafe-inline'",
    `img-src 'self' data: blob:${files}`,
    `media-src 'self' blob:${files}`,
    "font-src 'self'",
    `connect-src 'self'${store}`,
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** The headers that keep a browser from doing with our answers what they weren't made for. */
export default class SecurityHeaders {
  readonly #headers: Record<string, string> = {
    'content-security-policy': policy(),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=()',
    ...(env().publicUrl.startsWith('https:') ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  }

  handle(http: HttpContext, next: NextFn): Promise<unknown> {
    for (const name in this.#headers) http.response.header(name, this.#headers[name] ?? '')
    return next()
  }
}
