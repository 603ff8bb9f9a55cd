import { content, defineRoute } from '#app/core/http/route'
import { Problem } from '#app/core/problem'
import { openStream } from '#app/live/hub'

export const liveRoutes = [
  defineRoute(
    {
      method: 'GET',
      path: '/api/live',
      summary: 'News of the workspace as server-sent events: `{topics: […]}` says what to ask for again',
      access: 'member',
      responses: { 200: { contentType: 'text/event-stream' } },
    },
    async ({ workspaceId, http }) => {
      const stream = openStream(workspaceId)
      if (stream === null)
        return new Problem(429, 'E_RATE_LIMITED', { detail: 'Too many live streams are open in this workspace.' })
      http.response.response.on('close', () => stream.destroy())
      return content(stream, { 'cache-control': 'no-cache, no-transform', 'x-accel-buffering': 'no' })
    },
  ),
]
