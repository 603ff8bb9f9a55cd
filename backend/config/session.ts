import { defineConfig, stores } from '@adonisjs/session'
import { env } from '#app/core/env'

export default defineConfig({
  enabled: true,
  cookieName: 'soniarose',
  clearWithBrowser: false,
  age: '12h',
  store: 'cookie',
  cookie: { path: '/', httpOnly: true, secure: env().publicUrl.startsWith('https:'), sameSite: 'lax' },
  stores: { cookie: stores.cookie() },
})
