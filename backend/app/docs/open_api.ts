import { z } from 'zod'
import type { Responses, Route } from '#app/core/http/route'

type Json = Record<string, unknown>

const ERRORS: Record<number, string> = {
  400: 'E_BAD_REQUEST',
  401: 'E_UNAUTHENTICATED',
  403: 'E_FORBIDDEN',
  404: 'E_NOT_FOUND',
  409: 'A conflict with what is there; its code says which',
  413: 'E_TOO_LARGE',
  422: 'E_VALIDATION or a nearer code, with `errors`',
  429: 'E_RATE_LIMITED, with Retry-After',
}

const problemSchema: Json = {
  type: 'object',
  description: 'RFC 9457',
  required: ['type', 'title', 'status', 'code', 'detail'],
  properties: {
    type: { type: 'string', format: 'uri-reference' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', pattern: '^E_[A-Z_]+$' },
    detail: { type: 'string' },
    instance: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'code', 'message'],
        properties: { path: { type: 'string' }, code: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
}

/** Gathers the schemas that have a name, so that each is written down once. */
class Components {
  readonly schemas: Json = { Problem: problemSchema }

  of(schema: z.ZodType, io: 'input' | 'output'): Json {
    const made = z.toJSONSchema(schema, {
      target: 'draft-2020-12',
      io,
      unrepresentable: 'any',
      reused: 'inline',
    }) as Json
    return this.#lift(made)
  }

  /** Moves `$defs` into the components and points the references there. */
  #lift(schema: Json): Json {
    const { $defs, $schema: _, ...own } = schema
    const renamed = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(renamed)
      if (typeof value !== 'object' || value === null) return value
      return Object.fromEntries(
        Object.entries(value).map(([key, inner]) =>
          key === '$ref' && typeof inner === 'string'
            ? [key, inner.replace('#/$defs/', '#/components/schemas/')]
            : [key, renamed(inner)],
        ),
      )
    }
    for (const [name, inner] of Object.entries((typeof $defs === 'object' ? $defs : null) ?? {}))
      this.schemas[name] = renamed(inner)
    const result = renamed(own) as Json
    // A schema with a name stands in the components, also where it is the whole body.
    if (typeof own.id === 'string') {
      const { id, ...rest } = result
      this.schemas[own.id] = rest
      return { $ref: `#/components/schemas/${String(id)}` }
    }
    return result
  }
}

function parametersOf(schema: z.ZodType | undefined, place: 'path' | 'query', components: Components): Json[] {
  if (schema === undefined) return []
  const made = components.of(schema, 'input') as { properties?: Record<string, Json>; required?: string[] }
  return Object.entries(made.properties ?? {}).map(([name, inner]) => ({
    name,
    in: place,
    required: place === 'path' || (made.required ?? []).includes(name),
    schema: inner,
    ...(typeof inner.description === 'string' ? { description: inner.description } : {}),
  }))
}

const words: Record<number, string> = {
  200: 'Done',
  201: 'Created',
  202: 'Accepted',
  204: 'Done; no body',
  302: 'Elsewhere',
  503: 'Not available',
}

/** A file of JSON is still an object to whoever reads it. */
const kindOf = (contentType: string) => (contentType.startsWith('application/json') ? 'object' : 'string')

function responsesOf(responses: Responses, components: Components): Json {
  const entries = Object.entries(responses).map(([status, shape]): [string, Json] => {
    const description = words[Number(status)] ?? ERRORS[Number(status)] ?? 'See the summary'
    if (shape === null) return [status, { description }]
    if (shape instanceof z.ZodType)
      return [status, { description, content: { 'application/json': { schema: components.of(shape, 'output') } } }]
    return [
      status,
      {
        description,
        content: { [shape.contentType.split(';')[0] ?? '']: { schema: { type: kindOf(shape.contentType) } } },
      },
    ]
  })
  return Object.fromEntries(entries)
}

function problemsOf(route: Route): Json {
  if (route.path.startsWith('/api/webhooks')) return {}
  const signedIn = route.access === 'public' && !route.session ? [403] : [401, 403, 429]
  const writes = route.method === 'GET' ? [] : [400, 409, 413]
  const statuses = [
    ...signedIn,
    ...writes,
    ...(route.params === undefined ? [] : [404]),
    // A route that creates refuses a key that was used for something else, also when it takes no body.
    ...(route.query !== undefined || route.body !== undefined || route.creates ? [422] : []),
  ]
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } }
  return Object.fromEntries(statuses.map((status) => [String(status), { description: ERRORS[status], content }]))
}

function bodyOf(route: Route, components: Components): Json {
  if (route.rawBody !== undefined)
    return { requestBody: { required: true, content: { [route.rawBody]: { schema: { type: 'string' } } } } }
  if (route.body === undefined) return {}
  return {
    requestBody: { required: true, content: { 'application/json': { schema: components.of(route.body, 'input') } } },
  }
}

const tagOf = (path: string) => /^\/api\/([a-z]+)/.exec(path)?.[1] ?? 'files'

function operation(route: Route, components: Components): Json {
  const key = {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    schema: { type: 'string', maxLength: 255 },
    description: 'A repeat with the same key and body gets the first answer',
  }
  return {
    tags: [tagOf(route.path)],
    summary: route.summary,
    ...(route.description === undefined ? {} : { description: route.description }),
    operationId: `${route.method.toLowerCase()}${route.path.replace('*', 'rest').replace(/[^a-zA-Z]+([a-zA-Z]?)/g, (_, letter: string) => letter.toUpperCase())}`,
    ...(route.access === 'public' ? { security: [] } : {}),
    ...(route.access === 'public' ? {} : { 'x-scope': route.access }),
    parameters: [
      ...parametersOf(route.params, 'path', components),
      ...parametersOf(route.query, 'query', components),
      ...(route.creates ? [key] : []),
    ],
    ...bodyOf(route, components),
    responses: { ...problemsOf(route), ...responsesOf(route.responses, components) },
  }
}

/** The OpenAPI 3.1 document of the routes, from the very schemas that validate their requests. */
export function openApi(routes: readonly Route[], server: string): Json {
  const components = new Components()
  const paths: Record<string, Json> = {}
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}').replace(/\*$/, '{rest}')
    const rest = path.endsWith('{rest}')
      ? [{ name: 'rest', in: 'path', required: true, schema: { type: 'string' } }]
      : []
    const described = operation(route, components)
    const parameters = [...((described.parameters as Json[] | undefined) ?? []), ...rest]
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: { ...described, parameters } }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'SoniaRose',
      version: '0.1.0',
      description: 'SMS workflows and CRM. Times are ISO 8601 UTC, durations ISO 8601, ids UUIDv7.',
    },
    servers: [{ url: server }],
    security: [{ bearer: [] }, { session: [] }],
    tags: [...new Set(routes.map((route) => tagOf(route.path)))].sort().map((name) => ({ name })),
    paths,
    components: {
      schemas: components.schemas,
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'An API token: node ace.js token:create --email …' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'soniarose',
          description: "The console's session; writes need the X-XSRF-TOKEN header",
        },
      },
    },
  }
}
