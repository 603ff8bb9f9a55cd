import type { Route } from '#app/core/http/route'
import { authRoutes } from '#app/auth/routes'
import { callRoutes } from '#app/calls/routes'
import { complianceRoutes } from '#app/compliance/routes'
import { consoleRoutes } from '#app/console/routes'
import { contactRoutes } from '#app/contacts/routes'
import { conversationRoutes } from '#app/conversations/routes'
import { dashboardRoutes } from '#app/dashboard/routes'
import { docsRoutes } from '#app/docs/routes'
import { evidenceRoutes } from '#app/evidence/routes'
import { eventRoutes } from '#app/events/routes'
import { healthRoutes } from '#app/health/routes'
import { importRoutes } from '#app/imports/routes'
import { linkRoutes } from '#app/links/routes'
import { liveRoutes } from '#app/live/routes'
import { mediaRoutes } from '#app/media/routes'
import { memberRoutes } from '#app/members/routes'
import { messageRoutes } from '#app/messages/routes'
import { optInRoutes } from '#app/opt_in/routes'
import { pageRoutes } from '#app/pages/routes'
import { pluginRoutes } from '#app/plugins/routes'
import { privacyRoutes } from '#app/privacy/routes'
import { reconcileRoutes } from '#app/reconcile/routes'
import { runMigrationRoutes } from '#app/run_migrations/routes'
import { manyRunsRoutes } from '#app/runs/many/routes'
import { runRoutes } from '#app/runs/routes'
import { sandboxRoutes } from '#app/sandbox/routes'
import { segmentRoutes } from '#app/segments/routes'
import { senderRoutes } from '#app/senders/routes'
import { senderTestRoutes } from '#app/senders/test_routes'
import { settingsRoutes } from '#app/settings/routes'
import { thawRoutes } from '#app/thaw/routes'
import { tokenRoutes } from '#app/tokens/routes'
import { webhookRoutes } from '#app/webhooks/routes'
import { whyRoutes } from '#app/why/routes'
import { liveWorkflowRoutes } from '#app/workflows/live_routes'
import { workflowStatsRoutes } from '#app/workflows/stats_routes'
import { workflowRoutes } from '#app/workflows/routes'
import { workspaceRoutes } from '#app/workspaces/routes'

/** The API, feature by feature: what the documentation describes. */
const apiRoutes: Route[] = [
  ...healthRoutes,
  ...authRoutes,
  ...tokenRoutes,
  ...workspaceRoutes,
  ...memberRoutes,
  ...settingsRoutes,
  ...thawRoutes,
  ...senderRoutes,
  ...senderTestRoutes,
  ...contactRoutes,
  ...optInRoutes,
  ...privacyRoutes,
  ...importRoutes,
  ...segmentRoutes,
  ...workflowRoutes,
  ...liveWorkflowRoutes,
  ...workflowStatsRoutes,
  ...whyRoutes,
  ...runMigrationRoutes,
  ...manyRunsRoutes,
  ...runRoutes,
  ...messageRoutes,
  ...conversationRoutes,
  ...eventRoutes,
  ...complianceRoutes,
  ...reconcileRoutes,
  ...evidenceRoutes,
  ...mediaRoutes,
  ...callRoutes,
  ...pluginRoutes,
  ...dashboardRoutes,
  ...webhookRoutes,
  ...sandboxRoutes,
  ...liveRoutes,
]

/** Every route of the server. The router, the documentation and the tests all read this list. */
export const allRoutes: Route[] = [
  ...apiRoutes,
  ...docsRoutes(apiRoutes),
  ...pageRoutes,
  ...linkRoutes,
  ...consoleRoutes,
]
