import { randomBytes } from 'node:crypto'
import { hashPassword } from '#app/auth/password'
import { transaction, type Tx } from '#app/core/db'
import type { Env } from '#app/core/env'
import { seedDemo } from '#app/seed/demo'
import { giveSandboxSender, insertSender, kindOfPhone } from '#app/senders/new_sender'
import { sealToken } from '#app/senders/credentials'
import { createWorkspace } from '#app/workspaces/create_workspace'

/** The owner, made just now; the password can't be had again. */
export interface NewOwner {
  email: string
  password: string
}

/** Any number that nothing else on the database uses. */
const SEED_LOCK = 6_275_012

/** Easy to type from a screen: no signs that look alike. */
function newPassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
  const pick = () => letters[(randomBytes(2).readUInt16BE(0) * letters.length) >> 16] ?? 'a'
  return Array.from({ length: 4 }, () => Array.from({ length: 4 }, pick).join('')).join('-')
}

/**
 * Makes the first start's content in an empty database: the owner, a workspace, and the demo unless it is turned off.
 * With a Twilio account and no other address for it, the first workspace is a live one, and nobody is put into it.
 * @returns the owner when it was made now, null when there was one already
 */
export async function seed(env: Env): Promise<NewOwner | null> {
  return transaction(async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [SEED_LOCK])
    const users = await tx.query('SELECT FROM users LIMIT 1')
    if (users.length > 0) {
      await keepEnvSender(tx, env)
      return null
    }
    const owner = { email: env.owner.email, password: env.owner.password ?? newPassword() }
    const [user] = await tx.query<{ id: string }>(
      'INSERT INTO users (email, full_name, password_hash) VALUES ($1, $2, $3) RETURNING id',
      [owner.email, 'Owner', await hashPassword(owner.password)],
    )
    if (user === undefined) throw new Error('the owner was not stored')
    await firstWorkspace(tx, env, user.id)
    return owner
  })
}

interface First {
  id: string
  mode: 'sandbox' | 'live'
}

async function firstWorkspace(tx: Tx, env: Env, userId: string): Promise<void> {
  const live = env.twilio !== null && env.twilioApiBaseUrl === null
  const mode = live ? 'live' : 'sandbox'
  const name = env.demo ? 'Demo' : live ? 'Live' : 'Sandbox'
  const workspace = await createWorkspace(tx, { name, mode, userId, ownSender: env.twilio === null })
  if (env.twilio !== null) await envSender(tx, env, workspace)
  if (env.demo) await seedDemo(tx, { workspaceId: workspace.id, userId, withContacts: !live })
}

/** The sender that the environment names. Without a number a sandbox gets one of its own; a live workspace waits for one. */
async function envSender(tx: Tx, env: Env, { id: workspaceId, mode }: First): Promise<void> {
  if (env.twilio === null) return
  const { accountSid, authToken, phone } = env.twilio
  if (phone === null) {
    if (mode === 'live') return
    const sender = await giveSandboxSender(tx, workspaceId)
    await tx.query('UPDATE senders SET account_sid = $2, credentials = $3 WHERE id = $1', [
      sender.id,
      accountSid,
      sealToken(authToken),
    ])
    return
  }
  await insertSender(tx, {
    workspaceId,
    name: 'Default number',
    kind: kindOfPhone(phone),
    phone,
    messagingServiceSid: null,
    accountSid,
    authToken,
    isDefault: true,
  })
}

/** A later start with another number or token: the first workspace's sender follows the environment. */
async function keepEnvSender(tx: Tx, env: Env): Promise<void> {
  if (env.twilio === null || env.twilio.phone === null) return
  const { accountSid, authToken, phone } = env.twilio
  const known = await tx.query(
    'UPDATE senders SET account_sid = $2, credentials = $3, updated_at = now() WHERE phone = $1 RETURNING id',
    [phone, accountSid, sealToken(authToken)],
  )
  if (known.length > 0) return
  const [first] = await tx.query<First>('SELECT id, mode FROM workspaces ORDER BY created_at, id LIMIT 1')
  // A sandbox that texts through the local Twilio stays there; only where the calls go elsewhere anyway it changes over.
  if (first !== undefined && (first.mode === 'live' || env.twilioApiBaseUrl !== null)) await envSender(tx, env, first)
}
