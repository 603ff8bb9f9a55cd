import { ApiProblem } from './problem.ts'
import { workspaceId } from './workspace_choice.ts'

type QueryValue = string | number | boolean | null | undefined

interface RequestOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  query?: Record<string, QueryValue>
  /** Sent as JSON, unless it is a `Blob` or `FormData`. */
  body?: unknown
  headers?: Record<string, string>
  signal?: AbortSignal
}

/** The value of a cookie of this page, or null. */
export function readCookie(name: string, cookies: string = document.cookie): string | null {
  for (const part of cookies.split(';')) {
    const [key, ...value] = part.trim().split('=')
    if (key === name) return decodeURIComponent(value.join('='))
  }
  return null
}

/** `path` with the parameters that have a value. */
export function withQuery(path: string, query: Record<string, QueryValue> = {}): string {
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') search.set(key, String(value))
  }
  const text = search.toString()
  return text ? `${path}?${text}` : path
}

function bodyOf(body: unknown): { payload: BodyInit | undefined; type: string | null } {
  if (body === undefined) return { payload: undefined, type: null }
  if (body instanceof FormData) return { payload: body, type: null }
  if (body instanceof Blob) return { payload: body, type: body.type || 'application/octet-stream' }
  return { payload: JSON.stringify(body), type: 'application/json' }
}

/**
 * The console's only way to the server: same origin, with the session's cookie, the CSRF token that the server
 * put into the `XSRF-TOKEN` cookie, and the workspace that is looked at.
 * @returns the parsed answer, `undefined` for an empty one
 * @throws {ApiProblem} for every answer that is not a success, and with code `E_OFFLINE` for none at all
 */
export async function request<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const { method = 'GET', query, body, signal } = options
  const { payload, type } = bodyOf(body)
  const headers: Record<string, string> = { accept: 'application/json', ...options.headers }
  if (type) headers['content-type'] = type
  const workspace = workspaceId()
  if (workspace) headers['x-workspace-id'] = workspace
  const token = readCookie('XSRF-TOKEN')
  if (token && method !== 'GET') headers['x-xsrf-token'] = token
  if (method === 'POST') headers['idempotency-key'] ??= crypto.randomUUID()

  const response = await send(withQuery(path, query), {
    method,
    headers,
    body: payload,
    signal,
    credentials: 'same-origin',
  })
  const text = await response.text()
  const parsed = parse(text, response.headers.get('content-type'))
  if (!response.ok)
    throw new ApiProblem(response.status, isRecord(parsed) ? parsed : { detail: sayStatus(response.status) })
  return parsed as T
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new ApiProblem(0, {
      code: 'E_OFFLINE',
      detail: 'The server can’t be reached. Check that SoniaRose is running and try again.',
    })
  }
}

function parse(text: string, type: string | null): unknown {
  if (!text) return undefined
  if (!type?.includes('json')) return text
  return JSON.parse(text)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function sayStatus(status: number): string {
  if (status >= 500) return 'The server had a fault. Try again in a moment; its log says more.'
  if (status === 404) return 'This isn’t there, or not in this workspace.'
  if (status === 403) return 'You may not do this in this workspace.'
  return `The server answered ${status}.`
}
