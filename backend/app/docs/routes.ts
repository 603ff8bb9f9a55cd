import { z } from 'zod'
import { env } from '#app/core/env'
import { content, definePublic, ok, type Route } from '#app/core/http/route'
import { docsPage } from '#app/docs/docs_page'
import { openApi } from '#app/docs/open_api'

const HTML = 'text/html; charset=utf-8'

/** The documentation of all routes, its own included. Made at the first request, since few processes are asked. */
export function docsRoutes(others: readonly Route[]): Route[] {
  let document: Record<string, unknown> | null = null
  const own: Route[] = [
    definePublic(
      {
        method: 'GET',
        path: '/api/openapi.json',
        summary: 'This documentation as OpenAPI 3.1',
        responses: { 200: z.record(z.string(), z.unknown()) },
      },
      async () => {
        document ??= openApi([...others, ...own], env().publicUrl)
        return ok(document)
      },
    ),
    definePublic(
      {
        method: 'GET',
        path: '/api/docs',
        summary: 'This documentation for people',
        responses: { 200: { contentType: HTML } },
      },
      async () => content(docsPage([...others, ...own], env().publicUrl)),
    ),
  ]
  return own
}
