import { randomBytes } from 'node:crypto'
import { hashSecret } from '#app/core/auth/actor'
import type { Db } from '#app/core/db'

export interface NewToken {
  workspaceId: string
  userId: string
  name: string
  /** Empty: all that the member's role allows. */
  scopes: string[]
  expiresAt: string | null
}

export interface TokenRow {
  id: string
  name: string
  scopes: string[]
  last_used_at: Date | null
  expires_at: Date | null
  created_at: Date
}

/** Makes an API token. The secret is in the answer and nowhere else: only its hash is stored. */
export async function createToken(db: Db, token: NewToken): Promise<{ row: TokenRow; secret: string }> {
  const secret = randomBytes(32).toString('base64url')
  const [row] = await db.query<TokenRow>(
    `INSERT INTO api_tokens (workspace_id, user_id, name, secret_hash, scopes, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6) RETURNING id, name, scopes, last_used_at, expires_at, created_at`,
    [token.workspaceId, token.userId, token.name, hashSecret(secret), token.scopes, token.expiresAt],
  )
  if (row === undefined) throw new Error('the token was not stored')
  return { row, secret: `sr_${row.id.replaceAll('-', '')}_${secret}` }
}
