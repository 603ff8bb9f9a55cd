import { bodyHash, type LedgerRow } from '@soniarose/emulator'
import type pg from 'pg'

/** A while in which a process could not hear an answer, and the attempts that it had begun. */
export interface Interruption {
  attempts: ReadonlySet<string>
  /** Epoch milliseconds. */
  from: number
  until: number
}

/** What our records and the carrier's come to when they are laid side by side. */
export interface Audit {
  /** Texts that runs have planned. */
  texts: number
  /** Texts that the carrier has taken. */
  taken: number
  /** Taken more than once. */
  doubled: string[]
  /** Said to be sent and not taken, or taken and said not to be; or not begun at all. */
  missing: string[]
  /** Taken, and nobody here has planned them. */
  phantoms: number
  unknown: { taken: number; notTaken: number }
  /** Unknown although the answer was given to a process that could hear it. */
  unexplained: string[]
  /** Runs that have neither ended nor wait for a text that is unknown. */
  stuck: number
  runs: number
}

interface TextRow {
  id: string
  to_address: string
  body: string
  status: string
  attempt_id: string | null
  reason: string | null
  error: string | null
}

const SENT: ReadonlySet<string> = new Set(['queued', 'sent', 'delivered', 'undelivered'])
/** A request is given up after 15 s; its answer was due by then. */
const ANSWER_MS = 16_000
/** What was begun before a process stood still may leave it, and be given up, just after that. */
const THAW_MS = 5_000

/** Lays the carrier's record beside ours. */
export async function audit(
  db: pg.Pool,
  posts: readonly LedgerRow[],
  interruptions: readonly Interruption[],
): Promise<Audit> {
  const { rows: texts } = await db.query<TextRow>(
    `SELECT m.id, m.to_address, m.body, m.status, m.attempt_id, m.reason, a.error FROM messages m
       LEFT JOIN attempts a ON a.id = m.attempt_id WHERE m.direction = 'outbound' AND m.run_id IS NOT NULL`,
  )
  const taken = new Map<string, number>()
  for (const { sid, to, bodyHash: hash } of posts)
    if (sid !== null) taken.set(`${to} ${hash}`, (taken.get(`${to} ${hash}`) ?? 0) + 1)
  const times = (text: TextRow): number => taken.get(`${text.to_address} ${bodyHash(text.body)}`) ?? 0
  const unknown = texts.filter((text) => text.status === 'unknown')
  const explain = explainer(posts, interruptions)
  return {
    texts: texts.length,
    taken: taken.size,
    doubled: texts.filter((text) => times(text) > 1).map(describe),
    missing: texts
      .filter((text) => text.status !== 'unknown' && SENT.has(text.status) !== times(text) > 0)
      .map(describe),
    phantoms: taken.size - texts.filter((text) => times(text) > 0).length,
    unknown: {
      taken: unknown.filter((text) => times(text) > 0).length,
      notTaken: unknown.filter((text) => times(text) === 0).length,
    },
    unexplained: unknown.filter((text) => !explain(text.attempt_id ?? '')).map(describe),
    ...(await countRuns(db)),
  }
}

function describe({ id, status, reason, error }: TextRow): string {
  return `${id} (${[status, reason, error].filter(Boolean).join(': ')})`
}

/** Whether it is to be expected that nobody knows what became of an attempt. */
function explainer(
  posts: readonly LedgerRow[],
  interruptions: readonly Interruption[],
): (attemptId: string) => boolean {
  const byAttempt = new Map(posts.map((post) => [post.statusCallback.split('/').at(-1) ?? '', post]))
  return (attemptId) => {
    const post = byAttempt.get(attemptId)
    if (post && post.answer !== 'given') return true
    // A fault before the text was taken is an error in the ledger, and no answer that could be trusted.
    if (post && post.sid === null && post.httpStatus !== 429) return true
    return interruptions.some(
      ({ attempts, from, until }) =>
        attempts.has(attemptId) && (!post || (post.at >= from - ANSWER_MS && post.at <= until + THAW_MS)),
    )
  }
}

async function countRuns(db: pg.Pool): Promise<{ runs: number; stuck: number }> {
  const { rows } = await db.query<{ runs: number; stuck: number }>(
    `SELECT count(*)::integer AS runs, (count(*) FILTER (WHERE r.status <> 'completed' AND NOT (r.status = 'waiting'
       AND EXISTS (SELECT FROM messages m WHERE m.run_id = r.id AND m.status = 'unknown'))))::integer AS stuck FROM runs r`,
  )
  return rows[0] ?? { runs: 0, stuck: 0 }
}

/** What is wrong, in words; nothing when all is well. */
export function faultsOf({ doubled, missing, phantoms, unexplained, stuck }: Audit): string[] {
  const some = (what: string, ids: readonly string[]): string[] =>
    ids.length === 0 ? [] : [`${ids.length} ${what}: ${ids.slice(0, 5).join(', ')}`]
  return [
    ...some('texts were taken twice', doubled),
    ...some('texts are missing silently', missing),
    ...some('texts are unknown without a reason', unexplained),
    ...(phantoms > 0 ? [`${phantoms} texts were taken that nobody has planned`] : []),
    ...(stuck > 0 ? [`${stuck} runs are stuck or have failed`] : []),
  ]
}
