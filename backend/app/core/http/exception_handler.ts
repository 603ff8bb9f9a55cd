import type { HttpContext } from '@adonisjs/core/http'
import { badRequest, forbidden, Problem } from '#app/core/problem'
import { sendProblem } from '#app/core/http/send'
import { errorPage } from '#app/pages/layout'

interface Thrown {
  code?: unknown
  status?: unknown
  message?: unknown
}

const busy = (detail: string) => new Problem(503, 'E_UNAVAILABLE', { detail, headers: { 'retry-after': '2' } })

// Postgres: connection failures (08), shutting down (57P), too many connections (53), and Node's own socket errors.
const databaseGone = /^(08|57P|53)|^ECONNREFUSED$|^ECONNRESET$|^EPIPE$|^ENOTFOUND$/

/** What a thrown error is for the outside. Its message, which may hold anything, stays inside. */
function problemOf(error: Thrown, http: HttpContext): Problem {
  const code = typeof error.code === 'string' ? error.code : ''
  if (code === 'E_ROUTE_NOT_FOUND') return new Problem(404, 'E_NOT_FOUND', { detail: 'There is no such address.' })
  if (code === 'E_BAD_CSRF_TOKEN')
    return forbidden('The X-XSRF-TOKEN header is missing or does not fit; send the value of the XSRF-TOKEN cookie.')
  if (error instanceof URIError) return badRequest('The address or a header is not encoded well.')
  if (
    databaseGone.test(code) ||
    /Connection terminated|timeout exceeded when trying to connect/.test(String(error.message))
  )
    return busy('The database does not answer; nothing was changed. Try again in a moment.')
  if (code === '57014' || code === '55P03') return busy('This took too long and was stopped; nothing was changed.')
  return new Problem(500, 'E_INTERNAL', {
    detail: `Something went wrong on our side. Give this id when you report it: ${http.request.id() ?? 'none'}`,
  })
}

/** Turns whatever a request threw into an answer: a problem document for the API, a small page for people. */
export default class ExceptionHandler {
  async handle(error: unknown, http: HttpContext): Promise<void> {
    const thrown: Thrown = typeof error === 'object' && error !== null ? error : { message: error }
    const problem = problemOf(thrown, http)
    const path = http.request.url()
    // A carrier might text an answer's body to somebody; from the status alone it knows to try again.
    if (path.startsWith('/api/webhooks/')) return http.response.status(problem.status).send('')
    if (path.startsWith('/api')) return sendProblem(http, problem)
    http.response.status(problem.status)
    http.response.header('content-type', 'text/html; charset=utf-8')
    http.response.send(errorPage(problem.status, problem.detail))
  }

  /** Logs what nobody expected: with the request's id, without its body, headers or query. */
  async report(error: unknown, http: HttpContext): Promise<void> {
    const thrown: Thrown = typeof error === 'object' && error !== null ? error : { message: error }
    const { status } = problemOf(thrown, http)
    const about = { method: http.request.method(), path: http.request.url() }
    if (status === 503) http.logger.warn({ ...about, reason: thrown.message }, 'a part that is needed does not answer')
    else if (status >= 500) http.logger.error({ ...about, err: error }, 'request failed')
  }
}
