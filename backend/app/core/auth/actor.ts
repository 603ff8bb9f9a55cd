import { createHash } from 'node:crypto'
import { db } from '#app/core/db'
import { workspaceNotFound, type Problem } from '#app/core/problem'
import type { Role } from '#app/core/auth/scopes'

/** Who asks, and in which workspace. */
export interface Actor {
  userId: string
  email: string
  fullName: string | null
  role: Role
  workspaceId: string
  workspaceName: string
  mode: 'sandbox' | 'live'
  /** null for a session. */
  tokenId: string | null
  /** null for a session; empty: all that the role may. */
  scopes: string[] | null
}

interface ActorRow {
  user_id: string
  email: string
  full_name: string | null
  role: Role
  workspace_id: string
  workspace_name: string
  mode: 'sandbox' | 'live'
  token_id: string | null
  scopes: string[] | null
}

const actorOf = (row: ActorRow): Actor => ({
  userId: row.user_id,
  email: row.email,
  fullName: row.full_name,
  role: row.role,
  workspaceId: row.workspace_id,
  workspaceName: row.workspace_name,
  mode: row.mode,
  tokenId: row.token_id,
  scopes: row.scopes,
})

/** A secret's fingerprint. The secret has 256 random bits, so no slow hash is needed. */
export const hashSecret = (secret: string): Buffer => createHash('sha256').update(secret).digest()

const tokenShape = /^sr_([0-9a-f]{32})_([A-Za-z0-9_-]{43})$/

const bySecret = `
  SELECT u.id AS user_id, u.email, u.full_name, m.role, w.id AS workspace_id, w.name AS workspace_name, w.mode,
         t.id AS token_id, t.scopes
    FROM api_tokens t
    JOIN members m ON m.workspace_id = t.workspace_id AND m.user_id = t.user_id
    JOIN users u ON u.id = t.user_id
    JOIN workspaces w ON w.id = t.workspace_id
   WHERE t.id = $1 AND t.secret_hash = $2 AND (t.expires_at IS NULL OR t.expires_at > now())`

/** The actor of a `Bearer` token; null for a wrong, expired or revoked one. */
export async function actorOfToken(token: string): Promise<Actor | null> {
  const match = tokenShape.exec(token)
  if (match?.[1] === undefined || match[2] === undefined) return null
  const [row] = await db.query<ActorRow>(bySecret, [match[1], hashSecret(match[2])], 'actor_of_token')
  if (row === undefined) return null
  noteUse(match[1])
  return actorOf(row)
}

const bySession = `
  SELECT u.id AS user_id, u.email, u.full_name, m.role, w.id AS workspace_id, w.name AS workspace_name, w.mode,
         NULL AS token_id, NULL::text[] AS scopes
    FROM users u
    JOIN members m ON m.user_id = u.id
    JOIN workspaces w ON w.id = m.workspace_id
   WHERE u.id = $1 AND u.session_version = $2 AND ($4::uuid IS NULL OR w.id = $4)
     AND NOT EXISTS (SELECT FROM ended_sessions e WHERE e.id = $3)
   ORDER BY m.created_at, w.id LIMIT 1`

/** What the session cookie keeps. `id` lets a log-out end this session and no other. */
export interface SessionMark {
  id: string
  userId: string
  version: number
}

/**
 * The actor of a session.
 * @param workspaceId the workspace asked for; null for the member's first
 */
export async function actorOfSession(mark: SessionMark, workspaceId: string | null): Promise<Actor | null> {
  const [row] = await db.query<ActorRow>(
    bySession,
    [mark.userId, mark.version, mark.id, workspaceId],
    'actor_of_session',
  )
  return row === undefined ? null : actorOf(row)
}

/** A token belongs to one workspace; asking it for another is asking for what is not there. */
export function sameWorkspace(actor: Actor, asked: string | undefined): Problem | null {
  return asked === undefined || asked.toLowerCase() === actor.workspaceId ? null : workspaceNotFound()
}

const lastNoted = new Map<string, number>()

/** Keeps a token's last use, to the minute: no write on every request. */
function noteUse(tokenId: string): void {
  const now = Date.now()
  if (now - (lastNoted.get(tokenId) ?? 0) < 60_000) return
  if (lastNoted.size > 10_000) lastNoted.clear()
  lastNoted.set(tokenId, now)
  db.query('UPDATE api_tokens SET last_used_at = now() WHERE id = $1', [tokenId]).catch((error: Error) =>
    process.stderr.write(`the last use of an API token was not noted: ${error.message}\n`),
  )
}

/** How the record names who did something. */
export const actorName = (actor: Actor): string =>
  actor.tokenId === null ? `user:${actor.email}` : `token:${actor.tokenId}`
