/** One fault of a request's content: where it is, which rule it broke, and what to do, in words. */
export interface FieldFault {
  path: string
  code: string
  message: string
}

/** An answer that is not a success, as RFC 9457 has it. Returned by handlers, never thrown by the layers below. */
export class Problem {
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly extra: Record<string, unknown>
  readonly headers: Record<string, string>

  constructor(
    status: number,
    code: string,
    rest: { detail: string; extra?: Record<string, unknown>; headers?: Record<string, string> },
  ) {
    this.status = status
    this.code = code
    this.detail = rest.detail
    this.extra = rest.extra ?? {}
    this.headers = rest.headers ?? {}
  }

  /** The document itself. `type` leads to the code's own lines in the API docs. */
  toDocument(instance?: string): Record<string, unknown> {
    return {
      type: `/api/docs#${this.code.toLowerCase()}`,
      title: titles[this.status] ?? 'Error',
      status: this.status,
      code: this.code,
      detail: this.detail,
      ...(instance === undefined ? {} : { instance }),
      ...this.extra,
    }
  }
}

const titles: Record<number, string> = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Conflict',
  413: 'Too large',
  415: 'Unsupported content',
  422: 'Not acceptable as it is',
  429: 'Too many requests',
  500: 'Server error',
  503: 'Not available',
}

/** 400: the request can't be read. */
export const badRequest = (detail: string) => new Problem(400, 'E_BAD_REQUEST', { detail })

/** 401: neither a session nor a valid token. */
export const unauthenticated = (detail = 'Sign in, or send an API token as "Authorization: Bearer <token>".') =>
  new Problem(401, 'E_UNAUTHENTICATED', { detail, headers: { 'www-authenticate': 'Bearer realm="SoniaRose"' } })

/** 403: known, but may not. */
export const forbidden = (detail: string) => new Problem(403, 'E_FORBIDDEN', { detail })

/** 404: not there, or another workspace's, or an id that can't be one. The three look the same on purpose. */
export const notFound = (what = 'This') =>
  new Problem(404, 'E_NOT_FOUND', { detail: `${what} does not exist in this workspace.` })

/** 404: the caller named a workspace that is not there, or not theirs. */
export const workspaceNotFound = () =>
  new Problem(404, 'E_NOT_FOUND', {
    detail: 'No such workspace is open to this sign-in or token; a token opens only its own.',
  })

/** 409 with a code of its own. */
export const conflict = (code: string, detail: string, extra: Record<string, unknown> = {}) =>
  new Problem(409, code, { detail, extra })

/** 413: the body is over the route's limit. */
export const tooLarge = (limit: number) =>
  new Problem(413, 'E_TOO_LARGE', {
    detail: `The body is larger than the ${Math.floor(limit / 1024)} KiB that this route takes.`,
  })

/** Several messages as sentences, so that one can be told from the next; a single one stays as it is. */
const sentencesOf = (messages: string[]): string =>
  messages
    .map((message, at) => (at === messages.length - 1 || /[.!?]$/.test(message) ? message : `${message}.`))
    .join(' ')

/** 422 with the faults of the content. */
export const invalid = (errors: FieldFault[], code = 'E_VALIDATION') =>
  new Problem(422, code, {
    detail: sentencesOf(errors.map((fault) => fault.message)).slice(0, 500) || 'The content is not valid.',
    extra: { errors },
  })

/** 422 for one field, under a code of its own. */
export const invalidField = (path: string, code: string, message: string) => invalid([{ path, code, message }], code)
