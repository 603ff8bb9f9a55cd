import { createHash } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type { Actor } from '#app/core/auth/actor'
import { transaction, type Tx } from '#app/core/db'
import type { AnyReply } from '#app/core/http/route'
import { env } from '#app/core/env'
import { createSecretBox, type SecretBox } from '#app/core/secret_box'
import { conflict, invalidField, Problem } from '#app/core/problem'

interface Request {
  actor: Actor
  key: string | undefined
  path: string
  bytes: Buffer
}

const IN_FLIGHT = 'E_IDEMPOTENCY_IN_FLIGHT'
/** So long a repeat waits for the first request's answer; between its looks it holds no connection. */
const PATIENCE_MS = 5_000
const LOOK_AGAIN_MS = 25

/** Carries a problem out of a transaction, so that it is rolled back. */
class Refused extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.detail)
    this.problem = problem
  }
}

interface KeptRow {
  request_hash: Buffer
  status: number
  body: { sealed: string }
}

let shared: SecretBox | null = null

/** Answers are kept encrypted: one of them may be a token, which is shown once and stored nowhere. */
function box(): SecretBox {
  shared ??= createSecretBox(env().appKey)
  return shared
}

const take = `SELECT pg_try_advisory_xact_lock(hashtextextended($1 || ' ' || $2 || ' ' || $3, 0)) AS mine`
const find = `SELECT request_hash, status, body FROM idempotency_keys
  WHERE workspace_id = $1 AND route = $2 AND key = $3 AND created_at > now() - interval '24 hours'`
const keep = `INSERT INTO idempotency_keys (workspace_id, route, key, request_hash, status, body)
  VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (workspace_id, route, key) DO UPDATE
    SET request_hash = excluded.request_hash, status = excluded.status, body = excluded.body, created_at = now()`

async function runKept(
  request: Request & { key: string },
  tx: Tx,
  work: (tx: Tx) => Promise<AnyReply>,
): Promise<AnyReply> {
  const { actor, path, key } = request
  const [lock] = await tx.query<{ mine: boolean }>(take, [actor.workspaceId, path, key])
  if (lock?.mine !== true)
    return conflict(IN_FLIGHT, 'The first request with this Idempotency-Key is still under way; ask again in a moment.')
  const hash = createHash('sha256').update(request.bytes).digest()
  const [before] = await tx.query<KeptRow>(find, [actor.workspaceId, path, key])
  if (before !== undefined) {
    if (!before.request_hash.equals(hash))
      return invalidField(
        'Idempotency-Key',
        'E_IDEMPOTENCY_MISMATCH',
        'This Idempotency-Key was used with another body.',
      )
    return {
      status: before.status,
      body: JSON.parse(box().open(before.body.sealed)),
      headers: { 'idempotent-replayed': 'true' },
    }
  }
  const reply = await work(tx)
  if (reply instanceof Problem) return reply
  const sealed = box().seal(JSON.stringify(reply.body ?? null))
  await tx.query(keep, [actor.workspaceId, path, key, hash, reply.status, JSON.stringify({ sealed })])
  return reply
}

/**
 * Runs a creating request in one transaction. With an `Idempotency-Key` its answer is kept in that same transaction, so
 * a repeat gets the first answer and creates nothing, whatever happened in between, also when it comes while the first
 * is under way. Refusals aren't kept: a repeat may succeed.
 */
export async function once(request: Request, work: (tx: Tx) => Promise<AnyReply>): Promise<AnyReply> {
  const { key } = request
  if (key !== undefined && !/^[\x20-\x7e]{1,255}$/.test(key))
    return invalidField(
      'Idempotency-Key',
      'E_VALIDATION',
      'An Idempotency-Key has 1 to 255 printable ASCII characters.',
    )
  for (const until = performance.now() + PATIENCE_MS; ;) {
    const reply = await attempt(request, work)
    const early = reply instanceof Problem && reply.code === IN_FLIGHT
    if (!early || performance.now() > until) return reply
    await setTimeout(LOOK_AGAIN_MS)
  }
}

async function attempt({ key, ...request }: Request, work: (tx: Tx) => Promise<AnyReply>): Promise<AnyReply> {
  try {
    return await transaction(async (tx) => {
      const reply = key === undefined ? await work(tx) : await runKept({ ...request, key }, tx, work)
      if (reply instanceof Problem) throw new Refused(reply)
      return reply
    })
  } catch (error) {
    if (error instanceof Refused) return error.problem
    throw error
  }
}
