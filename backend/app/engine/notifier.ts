import type { LiveNotifier, LiveTopic } from '@soniarose/worker'
import type pg from 'pg'

const CHANNEL = 'soniarose_live'
/** At most four notices a second and workspace: a browser can't read faster, and each NOTIFY takes a lock of the server. */
const APART_MS = 250

/** Sends `pg_notify` outside any transaction; the server's listener passes it on to the browsers. */
export class PgNotifier implements LiveNotifier {
  readonly #pool: pg.Pool
  readonly #waiting = new Map<string, Set<LiveTopic>>()
  #timer: NodeJS.Timeout | null = null
  #lastSent = -Infinity

  constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  changed(workspaceIds: Iterable<string>, topics: readonly LiveTopic[]): void {
    for (const id of workspaceIds) {
      const known = this.#waiting.get(id) ?? new Set()
      for (const topic of topics) known.add(topic)
      this.#waiting.set(id, known)
    }
    if (this.#timer || this.#waiting.size === 0) return
    const wait = Math.max(0, APART_MS - (performance.now() - this.#lastSent))
    this.#timer = setTimeout(() => void this.#send(), wait)
  }

  async stop(): Promise<void> {
    if (!this.#timer) return
    clearTimeout(this.#timer)
    await this.#send()
  }

  async #send(): Promise<void> {
    this.#timer = null
    this.#lastSent = performance.now()
    const notices = [...this.#waiting].map(([id, topics]) => JSON.stringify({ w: id, t: [...topics] }))
    this.#waiting.clear()
    // A notice that is lost costs nobody anything: browsers also read anew when their stream comes back.
    await this.#pool
      .query('SELECT pg_notify($1, notice) FROM unnest($2::text[]) AS notice', [CHANNEL, notices])
      .catch(() => undefined)
  }
}
