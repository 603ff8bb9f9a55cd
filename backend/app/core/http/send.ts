import type { HttpContext } from '@adonisjs/core/http'
import type { Problem } from '#app/core/problem'

/** Sends a problem document (RFC 9457). */
export function sendProblem(http: HttpContext, problem: Problem): void {
  for (const [name, value] of Object.entries(problem.headers)) http.response.header(name, value)
  http.response.status(problem.status)
  http.response.header('content-type', 'application/problem+json; charset=utf-8')
  http.response.header('cache-control', 'no-store')
  http.response.send(JSON.stringify(problem.toDocument(http.request.url())))
}
