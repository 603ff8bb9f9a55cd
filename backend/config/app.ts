import { defineConfig } from '@adonisjs/core/http'
import { env } from '#app/core/env'

export const appKey = env().appKey

export const http = defineConfig({
  generateRequestId: true,
  allowMethodSpoofing: false,
  useAsyncLocalStorage: false,
  // The address of a caller is the socket's own, unless a proxy on the same machine or network tells another.
  trustProxy: (address) => /^(::1|127\.|10\.|192\.168\.|::ffff:127\.)/.test(address),
  cookie: { path: '/', httpOnly: true, secure: env().publicUrl.startsWith('https:'), sameSite: 'lax' },
})
