import type { HttpContext } from '@adonisjs/core/http'
import { actorOfSession, actorOfToken, sameWorkspace, type Actor, type SessionMark } from '#app/core/auth/actor'
import { may, type Scope } from '#app/core/auth/scopes'
import { env } from '#app/core/env'
import { RateLimit } from '#app/core/http/rate_limit'
import { forbidden, workspaceNotFound, Problem, unauthenticated } from '#app/core/problem'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** What a route asks of its caller: a scope, any member of the workspace, or somebody signed in whatever the workspace. */
export type Access = Scope | 'member' | 'user'

/** Where the session keeps who signed in. */
export const SESSION_KEY = 'who'

/** The token of a request that carries one. Such a request never looks at the session, so it needs no CSRF check. */
export function bearerOf(http: HttpContext): string | null {
  const header = http.request.header('authorization')
  return header === undefined ? null : (/^Bearer +(\S+)$/i.exec(header)?.[1] ?? '')
}

let limit: RateLimit | null = null

function limited(actor: Actor): Problem | null {
  if (actor.tokenId === null) return null
  limit ??= new RateLimit(env().rateLimit)
  const seconds = limit.take(actor.tokenId, Date.now())
  if (seconds === 0) return null
  return new Problem(429, 'E_RATE_LIMITED', {
    detail: `This token has used up its requests for now; try again in ${seconds} s.`,
    headers: { 'retry-after': String(seconds) },
  })
}

/** The workspace asked for. An event stream or a download can't send a header, so a GET may name it in its query. */
function askedWorkspace(access: Access, http: HttpContext): string | undefined {
  if (access === 'user') return undefined
  const header = http.request.header('x-workspace-id')
  if (header !== undefined || http.request.method() !== 'GET') return header
  const url = http.request.request.url ?? ''
  const at = url.indexOf('?')
  return at === -1 ? undefined : (new URLSearchParams(url.slice(at + 1)).get('workspaceId') ?? undefined)
}

async function findActor(access: Access, http: HttpContext): Promise<Actor | Problem> {
  const asked = askedWorkspace(access, http)
  if (asked !== undefined && !uuid.test(asked)) return workspaceNotFound()
  const token = bearerOf(http)
  if (token !== null) {
    const actor = await actorOfToken(token)
    return actor === null
      ? unauthenticated('This token is not valid, has expired or was revoked.')
      : (sameWorkspace(actor, asked) ?? actor)
  }
  const mark = http.session.get(SESSION_KEY) as SessionMark | undefined
  if (mark === undefined) return unauthenticated()
  const actor = await actorOfSession(mark, asked ?? null)
  if (actor !== null) return actor
  // Signed in, but not a member of what was asked for: the same answer as for a workspace that isn't there.
  if (asked !== undefined && (await actorOfSession(mark, null)) !== null) return workspaceNotFound()
  return unauthenticated()
}

/** Who asks, when they may: signed in, within their rate, allowed the route's scope. */
export async function requireActor(access: Access, http: HttpContext): Promise<Actor | Problem> {
  const actor = await findActor(access, http)
  if (actor instanceof Problem) return actor
  const tooMany = limited(actor)
  if (tooMany !== null) return tooMany
  if (access !== 'member' && access !== 'user' && !may(access, actor.role, actor.scopes)) {
    const who = actor.tokenId === null ? `Your role (${actor.role})` : 'This token'
    return forbidden(`${who} does not allow ${access}.`)
  }
  return actor
}
