import router from '@adonisjs/core/services/router'
import { middleware } from '#start/kernel'
import { runRoute } from '#app/core/http/pipeline'
import { allRoutes } from '#app/routes'

// Fixed words before parameters, so that /workflows/queue is not taken for a workflow's id.
const fixedFirst = [...allRoutes].sort((a, b) => a.path.split(':').length - b.path.split(':').length)

for (const route of fixedFirst) {
  const registered = router.route(route.path, [route.method], (http) => runRoute(route, http))
  if (route.access !== 'public' || route.session === true) registered.use(middleware.consoleSession())
}
