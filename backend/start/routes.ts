import router from '@adonisjs/core/services/router'
import { middleware } from '#start/kernel'
import { runRoute } from '#app/core/http/pipeline'
import { allRoutes } from '#app/routes'

// Fixed words before parameters, so that /workflows/queue is not taken for a workflow's id.
const fixedFirst = [...allRoutes].sort((a, b) => a.path.split(':').length - b.path.split(':').length)

for (const route of fixedFirst) {
  // What can be got can be asked about: a HEAD answers as the GET would, without its body (RFC 9110 §9.3.2).
  const methods = route.method === 'GET' ? ['GET', 'HEAD'] : [route.method]
  const registered = router.route(route.path, methods, (http) => runRoute(route, http))
  if (route.access !== 'public' || route.session === true) registered.use(middleware.consoleSession())
}
