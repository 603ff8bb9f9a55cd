import { hash } from 'node:crypto'

/**
 * One POST to Messages.json as the emulator saw it: the ground truth that a sender's own records are compared with.
 * `sid` is null when the text wasn't accepted. `answer` says what the client got to see of it.
 */
export interface LedgerRow {
  n: number
  at: number
  accountSid: string
  to: string
  from: string
  sid: string | null
  httpStatus: number
  code: number | null
  answer: LedgerAnswer
  statusCallback: string
  bodyHash: string
}

/** `given`: the true answer. `replaced`: another status (a 500 after acceptance). `hidden`: none at all, or cut off. */
export type LedgerAnswer = 'given' | 'replaced' | 'hidden'

export interface LedgerEntry extends Omit<LedgerRow, 'n' | 'at' | 'bodyHash'> {
  body: string
}

export interface LedgerCounts {
  posts: number
  accepted: number
  refused: number
  hidden: number
}

/** Every POST since the last `clear`. Rows are never trimmed (a proof needs them all); `counts` mode keeps numbers only. */
export class Ledger {
  #rows: LedgerRow[] = []
  #counts: LedgerCounts = { posts: 0, accepted: 0, refused: 0, hidden: 0 }
  readonly #keepRows: boolean
  readonly #now: () => number

  constructor(mode: 'rows' | 'counts', now: () => number) {
    this.#keepRows = mode === 'rows'
    this.#now = now
  }

  record(entry: LedgerEntry): void {
    const counts = this.#counts
    counts.posts += 1
    if (entry.sid === null) counts.refused += 1
    else counts.accepted += 1
    if (entry.answer !== 'given') counts.hidden += 1
    if (!this.#keepRows) return
    const { body, ...facts } = entry
    this.#rows.push({ n: counts.posts, at: this.#now(), ...facts, bodyHash: bodyHash(body) })
  }

  /** Rows after number `after`, oldest first, at most `limit` (all). */
  rows(query: { after?: number | undefined; limit?: number | undefined } = {}): LedgerRow[] {
    const start = query.after ?? 0
    return this.#rows.slice(start, query.limit === undefined ? undefined : start + query.limit)
  }

  counts(): LedgerCounts {
    return { ...this.#counts }
  }

  clear(): void {
    this.#rows = []
    this.#counts = { posts: 0, accepted: 0, refused: 0, hidden: 0 }
  }
}

/** The first 16 hex digits of a body's SHA-1: enough to compare texts without keeping them. */
export function bodyHash(body: string): string {
  return hash('sha1', body).slice(0, 16)
}
