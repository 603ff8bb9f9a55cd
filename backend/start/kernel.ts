import router from '@adonisjs/core/services/router'
import server from '@adonisjs/core/services/server'

server.errorHandler(() => import('#app/core/http/exception_handler'))
server.use([() => import('#app/core/middleware/security_headers')])

/** Middleware that single routes ask for. */
export const middleware = router.named({
  consoleSession: () => import('#app/core/middleware/console_session'),
})
