import { defineConfig } from '@adonisjs/shield'
import { env } from '#app/core/env'

/**
 * Only the CSRF check is shield's: it runs on the console's routes. The other headers are set for every answer, by
 * `app/core/middleware/security_headers.ts`.
 */
export default defineConfig({
  csrf: {
    enabled: true,
    enableXsrfCookie: true,
    methods: ['POST', 'PUT', 'PATCH', 'DELETE'],
    // Signing in changes nothing for a session that isn't there yet; its own handler refuses other sites' pages.
    exceptRoutes: (http) => http.route?.pattern === '/api/auth/login',
    cookieOptions: { path: '/', secure: env().publicUrl.startsWith('https:'), sameSite: 'lax' },
  },
})
