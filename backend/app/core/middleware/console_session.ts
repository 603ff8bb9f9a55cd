import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import SessionMiddleware from '@adonisjs/session/session_middleware'
import ShieldMiddleware from '@adonisjs/shield/shield_middleware'
import { bearerOf } from '#app/core/http/gate'

/**
 * The console's session with its CSRF check. A request with a token has neither: it is judged by the token alone, never
 * by a cookie that came along, so nothing is lost by leaving the check out.
 */
export default class ConsoleSession {
  async handle(http: HttpContext, next: NextFn): Promise<void> {
    if (bearerOf(http) !== null) return next()
    const session = await http.containerResolver.make(SessionMiddleware)
    const shield = await http.containerResolver.make(ShieldMiddleware)
    await session.handle(http, () => shield.handle(http, next))
  }
}
