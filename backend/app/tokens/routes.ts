import { z } from 'zod'
import { may, SCOPES, type Scope } from '#app/core/auth/scopes'
import { created, defineCreate, defineRoute, noContent, ok } from '#app/core/http/route'
import { decodeCursor, toPage } from '#app/core/http/cursor'
import { idSchema, iso, pageOf, pageQuery, timeSchema } from '#app/core/http/validation'
import { forbidden, notFound, Problem } from '#app/core/problem'
import { createToken, type TokenRow } from '#app/tokens/create_token'

const scope = z.enum(SCOPES as [Scope, ...Scope[]])

const token = z
  .object({
    id: idSchema,
    name: z.string(),
    scopes: z.array(z.string()),
    lastUsedAt: timeSchema.nullable(),
    expiresAt: timeSchema.nullable(),
    createdAt: timeSchema,
  })
  .meta({ id: 'ApiToken' })

const toToken = (row: TokenRow): z.input<typeof token> => ({
  id: row.id,
  name: row.name,
  scopes: row.scopes,
  lastUsedAt: iso(row.last_used_at),
  expiresAt: iso(row.expires_at),
  createdAt: iso(row.created_at),
})

export const tokenRoutes = [
  defineRoute(
    {
      method: 'GET',
      path: '/api/tokens',
      summary: 'The API tokens of the workspace, without their secrets',
      access: 'tokens:read',
      query: pageQuery,
      responses: { 200: pageOf(token) },
    },
    async ({ db, query, workspaceId }) => {
      const after = decodeCursor(query.cursor, ['id'])
      if (after instanceof Problem) return after
      const rows = await db.query<TokenRow>(
        `SELECT id, name, scopes, last_used_at, expires_at, created_at FROM api_tokens
          WHERE workspace_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
        [workspaceId, after?.[0] ?? null, query.limit + 1],
      )
      return ok(toPage(rows, query.limit, { item: toToken, key: (row) => [row.id] }))
    },
  ),
  defineCreate(
    {
      path: '/api/tokens',
      summary: 'Makes an API token; the answer is the only place that ever shows it',
      access: 'tokens:write',
      body: z.object({
        name: z.string().trim().min(1).max(120),
        scopes: z.array(scope).max(SCOPES.length).default([]).meta({ description: 'Empty: all that your role allows' }),
        expiresAt: timeSchema.optional(),
      }),
      responses: { 201: token.extend({ token: z.string() }) },
    },
    async ({ db, actor, body, workspaceId }) => {
      const wanted = body.scopes.length === 0 && actor.scopes !== null ? (actor.scopes as Scope[]) : body.scopes
      const beyond = wanted.find((one) => !may(one, actor.role, actor.scopes))
      if (beyond !== undefined) return forbidden(`You can't give a token more than you may yourself: ${beyond}.`)
      const made = await createToken(db, {
        workspaceId,
        userId: actor.userId,
        name: body.name,
        scopes: wanted,
        expiresAt: body.expiresAt ?? null,
      })
      return created({ ...toToken(made.row), token: made.secret })
    },
  ),
  defineRoute(
    {
      method: 'DELETE',
      path: '/api/tokens/:id',
      summary: 'Revokes an API token at once',
      access: 'tokens:write',
      params: z.object({ id: idSchema }),
      responses: { 204: null },
    },
    async ({ db, params, workspaceId }) => {
      const gone = await db.query('DELETE FROM api_tokens WHERE id = $1 AND workspace_id = $2 RETURNING id', [
        params.id,
        workspaceId,
      ])
      return gone.length === 0 ? notFound('This token') : noContent()
    },
  ),
]
