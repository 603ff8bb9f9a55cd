import type { Route } from '#app/core/http/route'
import { liveRoutes } from '#app/live/routes'

/** Every route of the server, feature by feature. The router, the documentation and the tests all read this list. */
export const allRoutes: Route[] = [...liveRoutes]
