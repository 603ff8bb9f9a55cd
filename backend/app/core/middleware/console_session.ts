import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import SessionMiddleware from '@adonisjs/session/session_middleware'
import ShieldMiddleware from '@adonisjs/shield/shield_middleware'
import { bearerOf, SESSION_KEY } from '#app/core/http/gate'

/**
 * The console's session with its CSRF check. A request with a token has neither: it is judged by the token alone, never
 * by a cookie that came along, so nothing is lost by leaving the check out. Who isn't signed in has no power that
 * another site could borrow, and is told to sign in rather than to send a header.
 */
export default class ConsoleSession {
  async handle(http: HttpContext, next: NextFn): Promise<void> {
    if (bearerOf(http) !== null) return next()
    const session = await http.containerResolver.make(SessionMiddleware)
    const shield = await http.containerResolver.make(ShieldMiddleware)
    await session.handle(http, () => {
      const harmless =
        http.request.method() !== 'GET' && !http.session.has(SESSION_KEY) && http.route?.pattern !== '/api/auth/login'
      return harmless ? next() : shield.handle(http, next)
    })
  }
}
