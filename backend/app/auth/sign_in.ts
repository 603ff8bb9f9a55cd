import { db } from '#app/core/db'
import { RateLimit } from '#app/core/http/rate_limit'
import { passwordFits } from '#app/auth/password'

// Ten wrong passwords of one caller for one address in a quarter of an hour; a right one gives all ten back.
const guesses = new RateLimit(10, 15 * 60_000)
// And a hundred of one caller for whatever addresses.
const spraying = new RateLimit(100, 15 * 60_000)

interface UserRow {
  id: string
  password_hash: string
  session_version: number
}

export type SignIn =
  | { ok: true; userId: string; version: number }
  | { ok: false; error: { type: 'wrong' } | { type: 'too_many'; seconds: number } }

/**
 * Checks an address and a password.
 * @param caller the address that the request came from; it is slowed down alone, so that nobody can lock the owner out
 */
export async function signIn(given: { email: string; password: string }, caller: string): Promise<SignIn> {
  const key = `${caller} ${given.email.toLowerCase()}`
  const seconds = Math.max(guesses.take(key, Date.now()), spraying.take(caller, Date.now()))
  if (seconds > 0) return { ok: false, error: { type: 'too_many', seconds } }
  const [user] = await db.query<UserRow>(
    'SELECT id, password_hash, session_version FROM users WHERE lower(email) = lower($1)',
    [given.email],
  )
  if (!(await passwordFits(user?.password_hash ?? null, given.password)) || user === undefined)
    return { ok: false, error: { type: 'wrong' } }
  guesses.forget(key)
  spraying.give(caller)
  return { ok: true, userId: user.id, version: user.session_version }
}
