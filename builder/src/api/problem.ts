/** One thing wrong with one field, as in RFC 9457 extensions of a 422. */
export interface FieldProblem {
  path: string
  code: string
  message: string
}

interface ProblemBody {
  status?: number
  code?: string
  title?: string
  detail?: string
  errors?: FieldProblem[]
  [extra: string]: unknown
}

/** An answer of the server that is not a success: RFC 9457 `application/problem+json`, or no answer at all (`E_OFFLINE`). */
export class ApiProblem extends Error {
  readonly status: number
  readonly code: string
  readonly errors: readonly FieldProblem[]
  readonly body: Readonly<ProblemBody>

  constructor(status: number, body: ProblemBody) {
    super(body.detail ?? body.title ?? `The server answered ${status}.`)
    this.name = 'ApiProblem'
    this.status = status
    this.code = body.code ?? 'E_UNKNOWN'
    this.errors = body.errors ?? []
    this.body = body
  }

  /** What is wrong with one field, if anything. */
  field(path: string): string | null {
    return this.errors.find((error) => error.path === path || error.path === `/${path}`)?.message ?? null
  }
}

/** Whether something thrown is an answer of the server with this code. */
export function hasCode(error: unknown, code: string): error is ApiProblem {
  return error instanceof ApiProblem && error.code === code
}

/** A sentence for people about anything thrown while talking to the server. */
export function messageOf(error: unknown): string {
  if (error instanceof ApiProblem) {
    const first = error.errors[0]
    return first && error.status === 422 && !error.body.detail ? first.message : error.message
  }
  return error instanceof Error ? error.message : 'Something went wrong. Try again.'
}

/** What is wrong with one field of a form, from anything thrown. */
export function fieldError(error: unknown, path: string): string | null {
  return error instanceof ApiProblem ? error.field(path) : null
}
