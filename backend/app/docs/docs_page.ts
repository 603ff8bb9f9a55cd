import type { Route } from '#app/core/http/route'
import { escapeHtml, page } from '#app/pages/layout'

const anchor = (route: Route) => `${route.method.toLowerCase()}${route.path.replace(/[^a-z]+/gi, '-')}`

function row(route: Route): string {
  const scope = route.access === 'public' ? 'public' : route.access
  return `<tr id="${anchor(route)}"><td><code class="verb ${route.method.toLowerCase()}">${route.method}</code></td>
    <td><code>${escapeHtml(route.path)}</code></td><td>${escapeHtml(route.summary)}</td><td><code>${escapeHtml(scope)}</code></td></tr>`
}

function section(name: string, routes: readonly Route[]): string {
  return `<section><h2>${escapeHtml(name)}</h2><div class="scroll"><table>
    <thead><tr><th>Method</th><th>Path</th><th>What</th><th>Scope</th></tr></thead>
    <tbody>${routes.map(row).join('')}</tbody></table></div></section>`
}

const codes: [string, string, string][] = [
  ['E_BAD_REQUEST', '400', 'The request can’t be read: no JSON, a broken body.'],
  ['E_UNAUTHENTICATED', '401', 'No session, and no valid token.'],
  ['E_FORBIDDEN', '403', 'Your role or token does not allow it; or the CSRF header is missing.'],
  ['E_NOT_FOUND', '404', 'Not there, or not in this workspace. A malformed id too.'],
  ['E_CONTACT_EXISTS', '409', 'A contact with this number exists; its id is in the answer.'],
  ['E_STALE_DRAFT', '409', 'Somebody saved since; nothing was overwritten.'],
  ['E_WORKFLOW_LIVE', '409', 'Pause the workflow first.'],
  ['E_IDEMPOTENCY_IN_FLIGHT', '409', 'The first request with this key is still under way.'],
  ['E_TOO_LARGE', '413', 'The body is over the route’s limit.'],
  ['E_VALIDATION', '422', 'The content is not acceptable; <code>errors</code> says where and why.'],
  ['E_INVALID_PHONE', '422', 'Not a phone number.'],
  ['E_INVALID_GRAPH', '422', 'The workflow has faults that keep it from being published.'],
  ['E_SCHEMA_TOO_NEW', '422', 'The workflow file was saved by a newer version.'],
  ['E_IDEMPOTENCY_MISMATCH', '422', 'This key was used with another body.'],
  ['E_RATE_LIMITED', '429', 'Too many requests; <code>Retry-After</code> says when to come back.'],
]

/** The API's documentation for people, without a script: every route, every error code, how to begin. */
export function docsPage(routes: readonly Route[], base: string): string {
  const groups = Map.groupBy(routes, (route) => /^\/api\/([a-z]+)/.exec(route.path)?.[1] ?? 'files')
  const errors = codes
    .map(
      ([code, status, text]) =>
        `<tr id="${code.toLowerCase()}"><td><code>${code}</code></td><td>${status}</td><td>${text}</td></tr>`,
    )
    .join('')
  const body = `<h1>API</h1>
    <p class="lead">JSON over HTTP. The machine-readable document is <a href="/api/openapi.json">openapi.json</a> (OpenAPI 3.1).</p>
    <pre><code>TOKEN=$(node ace.js token:create --email you@example.com)
curl -H "Authorization: Bearer $TOKEN" ${escapeHtml(base)}/api/contacts</code></pre>
    <p>Lists take <code>?limit=</code> (50, at most 200) and <code>&amp;cursor=</code>, and answer <code>{data, nextCursor}</code>.
    A <code>POST</code> that creates takes <code>Idempotency-Key</code>. Errors are RFC 9457 problem documents with a stable <code>code</code>.</p>
    ${[...groups]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([name, list]) => section(name, list))
      .join('')}
    <section><h2>Error codes</h2><div class="scroll"><table><thead><tr><th>Code</th><th>Status</th><th>Meaning</th></tr></thead>
    <tbody>${errors}</tbody></table></div></section>`
  return page({ title: 'API', body, wide: true })
}
