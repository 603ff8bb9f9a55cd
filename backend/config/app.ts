import type { IncomingMessage, ServerResponse } from 'node:http'
import { defineConfig } from '@adonisjs/core/http'
import { env } from '#app/core/env'
import { badRequest } from '#app/core/problem'

export const appKey = env().appKey

const behindProxy = env().production && env().publicUrl.startsWith('https:')
const ownNetwork = /^(::1$|(::ffff:)?(127|10)\.|(::ffff:)?192\.168\.|(::ffff:)?172\.(1[6-9]|2\d|3[01])\.)/

const unreadable = JSON.stringify(badRequest('The address is not encoded well.').toDocument())

export const http = defineConfig({
  generateRequestId: true,
  allowMethodSpoofing: false,
  useAsyncLocalStorage: false,
  // Before any route: the framework itself would answer with a bare text.
  onBadUrl: (_request: IncomingMessage, response: ServerResponse) => {
    response.writeHead(400, { 'content-type': 'application/problem+json; charset=utf-8', 'cache-control': 'no-store' })
    response.end(unreadable)
  },
  // A caller's address is the socket's own: anybody can write another into a header. Only an installation that is
  // reached by https, and so by a proxy before it, believes a proxy of its own network.
  trustProxy: (address) => behindProxy && ownNetwork.test(address),
  cookie: { path: '/', httpOnly: true, secure: env().publicUrl.startsWith('https:'), sameSite: 'lax' },
})
