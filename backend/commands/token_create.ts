import { CommandFailure, print, readArguments, type Command } from '#app/terminal/command'
import { withDatabase } from '#app/terminal/database'
import { may, SCOPES, type Role, type Scope } from '#app/core/auth/scopes'
import type { Db } from '#app/core/db'
import { createToken } from '#app/tokens/create_token'

interface Membership {
  user_id: string
  workspace_id: string
  role: Role
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const isScope = (text: string): text is Scope => SCOPES.some((scope) => scope === text)

async function membershipOf(db: Db, email: string, workspace: string | undefined): Promise<Membership> {
  const [user] = await db.query<{ id: string }>('SELECT id FROM users WHERE lower(email) = lower($1)', [email])
  if (user === undefined) throw new CommandFailure(`Nobody has the e-mail address "${email}".`)
  const [membership] = await db.query<Membership>(
    `SELECT m.user_id, m.workspace_id, m.role FROM members m JOIN workspaces w ON w.id = m.workspace_id
      WHERE m.user_id = $1 AND ($2::text IS NULL OR w.name = $2 OR w.id = $3::uuid) ORDER BY m.created_at, w.id LIMIT 1`,
    [user.id, workspace ?? null, workspace !== undefined && uuid.test(workspace) ? workspace : null],
  )
  if (membership === undefined)
    throw new CommandFailure(
      workspace === undefined ? `${email} is in no workspace.` : `${email} is in no workspace "${workspace}".`,
    )
  return membership
}

function scopesOf(given: string[], role: Role): Scope[] {
  const wanted = given.flatMap((text) => text.split(',')).filter(Boolean)
  return wanted.map((text) => {
    if (!isScope(text)) throw new CommandFailure(`"${text}" is not a scope; they are ${SCOPES.join(', ')}.`)
    if (!may(text, role, null)) throw new CommandFailure(`The role ${role} does not allow ${text}.`)
    return text
  })
}

export const command: Command = {
  name: 'token:create',
  usage: '--email E [--workspace W] [--scope S…]',
  summary: 'prints an API token, and nothing else',
  more: 'Without --workspace, for the member’s first one. Without --scope it may do all that the member may. It is shown once.',
  async run(args) {
    const { values } = readArguments(args, {
      email: { type: 'string' },
      workspace: { type: 'string' },
      scope: { type: 'string', multiple: true },
    })
    const { email } = values
    if (email === undefined) throw new CommandFailure('--email is missing: the member that the token acts for.')
    const { secret } = await withDatabase(async (db) => {
      const member = await membershipOf(db, email, values.workspace)
      const scopes = scopesOf(values.scope ?? [], member.role)
      return createToken(db, {
        workspaceId: member.workspace_id,
        userId: member.user_id,
        name: 'Made at the console',
        scopes,
        expiresAt: null,
      })
    })
    print(secret)
    return 0
  },
}
