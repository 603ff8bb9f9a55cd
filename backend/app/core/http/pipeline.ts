import { Readable } from 'node:stream'
import type { HttpContext } from '@adonisjs/core/http'
import { z } from 'zod'
import { requireActor } from '#app/core/http/gate'
import { once } from '#app/core/http/idempotency'
import { JSON_LIMIT, parseJson, readBody, storable } from '#app/core/http/body'
import { faultsOf } from '#app/core/http/validation'
import { sendProblem } from '#app/core/http/send'
import type { AnyReply, ErasedInput, Route } from '#app/core/http/route'
import { db } from '#app/core/db'
import { invalid, notFound, Problem } from '#app/core/problem'

const nothing = z.undefined()

/** The last value of each name: `?limit=1&limit=2` is 2, and nothing nests. */
function queryOf(http: HttpContext): Record<string, string> {
  const url = http.request.request.url ?? ''
  const at = url.indexOf('?')
  if (at === -1) return {}
  return Object.fromEntries([...new URLSearchParams(url.slice(at + 1))].map(([name, value]) => [name, storable(value)]))
}

/** What the address names, in a form that the database can look for. */
const paramsOf = (http: HttpContext): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(http.params).map(([name, value]) => [name, typeof value === 'string' ? storable(value) : value]),
  )

interface Parsed {
  params: unknown
  query: unknown
  body: unknown
  bytes: Buffer
}

function parse(
  schema: z.ZodType | undefined,
  given: unknown,
): { ok: true; value: unknown } | { ok: false; problem: Problem } {
  const result = (schema ?? nothing).safeParse(schema === undefined ? undefined : given, { reportInput: true })
  return result.success ? { ok: true, value: result.data } : { ok: false, problem: invalid(faultsOf(result.error)) }
}

async function bodyOf(route: Route, http: HttpContext): Promise<{ value: unknown; bytes: Buffer } | Problem> {
  if (route.rawBody !== undefined || route.method === 'GET') return { value: undefined, bytes: Buffer.alloc(0) }
  const bytes = await readBody(http.request.request, JSON_LIMIT)
  if (bytes instanceof Problem) return bytes
  if (route.body === undefined) return { value: undefined, bytes }
  const json = parseJson(bytes, http.request.header('content-type'))
  if (json instanceof Problem) return json
  const body = parse(route.body, json)
  return body.ok ? { value: body.value, bytes } : body.problem
}

async function parseRequest(route: Route, http: HttpContext): Promise<Parsed | Problem> {
  const params = parse(route.params, paramsOf(http))
  if (!params.ok) return notFound()
  const query = parse(route.query, queryOf(http))
  if (!query.ok) return query.problem
  const body = await bodyOf(route, http)
  if (body instanceof Problem) return body
  return { params: params.value, query: query.value, body: body.value, bytes: body.bytes }
}

async function answer(route: Route, http: HttpContext): Promise<AnyReply> {
  const actor = route.access === 'public' ? null : await requireActor(route.access, http)
  if (actor instanceof Problem) return actor
  const parsed = await parseRequest(route, http)
  if (parsed instanceof Problem) return parsed
  const input: ErasedInput = { params: parsed.params, query: parsed.query, body: parsed.body, http, actor, db }
  if (!route.creates || actor === null) return route.handle(input)
  const key = http.request.header('idempotency-key')
  return once({ actor, key, path: http.request.url(), bytes: parsed.bytes }, (tx) => route.handle({ ...input, db: tx }))
}

/** Nobody reads the body of a HEAD's answer: what it was to come from is closed. */
function emptied(body: Readable): Readable {
  body.destroy()
  return Readable.from([])
}

/** Runs a route: who asks, what they ask, the handler, the answer. */
export async function runRoute(route: Route, http: HttpContext): Promise<void> {
  const reply = await answer(route, http)
  if (reply instanceof Problem) return sendProblem(http, reply)
  const declared = route.responses[reply.status]
  for (const [name, value] of Object.entries(reply.headers ?? {})) http.response.header(name, value)
  http.response.status(reply.status)
  if (declared === null || reply.body === undefined) return http.response.send('')
  if (declared === undefined || declared instanceof z.ZodType) {
    http.response.header('content-type', 'application/json; charset=utf-8')
    http.response.header('cache-control', 'no-store')
    return http.response.send(JSON.stringify(reply.body))
  }
  if (!('content-type' in (reply.headers ?? {}))) http.response.header('content-type', declared.contentType)
  if (reply.body instanceof Readable)
    return http.response.stream(http.request.method() === 'HEAD' ? emptied(reply.body) : reply.body)
  return http.response.send(reply.body)
}
