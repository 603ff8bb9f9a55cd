import { randomUUID } from 'node:crypto'
import type { HttpContext } from '@adonisjs/core/http'
import { z } from 'zod'
import type { Actor, SessionMark } from '#app/core/auth/actor'
import { actorOfSession } from '#app/core/auth/actor'
import { allowedScopes, ROLES } from '#app/core/auth/scopes'
import { db } from '#app/core/db'
import { env } from '#app/core/env'
import { SESSION_KEY } from '#app/core/http/gate'
import { defineRoute, definePublic, noContent, ok } from '#app/core/http/route'
import { idSchema } from '#app/core/http/validation'
import { forbidden, Problem, unauthenticated } from '#app/core/problem'
import { signIn } from '#app/auth/sign_in'

const me = z
  .object({
    id: idSchema,
    email: z.string(),
    name: z.string().nullable(),
    role: z.enum(ROLES),
    workspace: z.object({ id: idSchema, name: z.string(), mode: z.enum(['sandbox', 'live']) }),
    scopes: z
      .array(z.string())
      .nullable()
      .meta({ description: "A token's scopes; empty: all of the role; null: a session" }),
    allowed: z.array(z.string()).meta({ description: 'Every scope that role and token come to, as contacts:write' }),
  })
  .meta({ id: 'Me' })

const toMe = (actor: Actor): z.input<typeof me> => ({
  id: actor.userId,
  email: actor.email,
  name: actor.fullName,
  role: actor.role,
  workspace: { id: actor.workspaceId, name: actor.workspaceName, mode: actor.mode },
  scopes: actor.scopes,
  allowed: allowedScopes(actor.role, actor.scopes),
})

/** Whether a browser says that another site's page sent this. Programs send no such header. */
function fromElsewhere(http: HttpContext): boolean {
  const site = http.request.header('sec-fetch-site')
  if (site !== undefined) return site === 'cross-site'
  const origin = http.request.header('origin')
  if (origin === undefined || origin === new URL(env().publicUrl).origin) return false
  // A page in a sandbox, or from a file, has the origin "null".
  return !URL.canParse(origin) || new URL(origin).host !== http.request.header('host')
}

const credentials = z.object({ email: z.string().trim().min(1).max(320), password: z.string().min(1).max(1024) })

export const authRoutes = [
  definePublic(
    {
      method: 'POST',
      path: '/api/auth/login',
      summary: 'Signs in: sets the session cookie and the XSRF-TOKEN cookie',
      session: true,
      body: credentials,
      responses: { 200: me },
    },
    async ({ body, http }) => {
      if (fromElsewhere(http)) return forbidden("Sign in on SoniaRose's own page.")
      const outcome = await signIn(body, http.request.ip())
      if (!outcome.ok && outcome.error.type === 'too_many')
        return new Problem(429, 'E_RATE_LIMITED', {
          detail: `Too many wrong passwords; try again in ${outcome.error.seconds} s.`,
          headers: { 'retry-after': String(outcome.error.seconds) },
        })
      if (!outcome.ok) return unauthenticated('The e-mail address or the password is wrong.')
      const mark: SessionMark = { id: randomUUID(), userId: outcome.userId, version: outcome.version }
      http.session.regenerate()
      http.session.put(SESSION_KEY, mark)
      const actor = await actorOfSession(mark, null)
      return actor === null ? forbidden('You are not a member of any workspace.') : ok(toMe(actor))
    },
  ),
  defineRoute(
    { method: 'POST', path: '/api/auth/logout', summary: 'Signs out', access: 'user', responses: { 204: null } },
    async ({ http }) => {
      const mark = http.session?.get(SESSION_KEY) as SessionMark | undefined
      if (mark !== undefined)
        await db.query(
          `WITH old AS (DELETE FROM ended_sessions WHERE ended_at < now() - interval '2 days')
           INSERT INTO ended_sessions (id) VALUES ($1) ON CONFLICT DO NOTHING`,
          [mark.id],
        )
      http.session?.clear()
      return noContent()
    },
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/api/auth/me',
      summary: 'Who is signed in, or whose token this is',
      access: 'user',
      responses: { 200: me },
    },
    async ({ actor }) => ok(toMe(actor)),
  ),
]
