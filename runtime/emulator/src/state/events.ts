/** What the emulator tells about itself; `detail` holds what belongs to the kind. */
export interface EmulatorEvent {
  n: number
  at: string
  kind: EventKind
  sid: string | null
  detail: Record<string, unknown>
}

export type EventKind =
  | 'accepted'
  | 'refused'
  | 'fault'
  | 'status'
  | 'inbound'
  | 'automatic_reply'
  | 'call'
  | 'webhook'
  | 'webhook_lost'
  | 'webhook_failed'
  | 'opt_out'
  | 'opt_in'
  | 'changed'

export interface EventQuery {
  after?: number | undefined
  kind?: string | undefined
  limit?: number | undefined
}

export type EventListener = (event: EmulatorEvent) => void

/** The last `keep` events, numbered from 1, and those who listen for more. */
export class EventLog {
  #kept: EmulatorEvent[] = []
  #listeners = new Set<EventListener>()
  #next = 1
  readonly #keep: number
  readonly #now: () => number

  constructor(keep: number, now: () => number) {
    this.#keep = keep
    this.#now = now
  }

  /** Records an event and tells the listeners. With `keep: 0` and nobody listening it costs nothing. */
  add(kind: EventKind, sid: string | null, detail: Record<string, unknown>): void {
    const n = this.#next++
    if (this.#keep === 0 && this.#listeners.size === 0) return
    const event = { n, at: new Date(this.#now()).toISOString(), kind, sid, detail }
    if (this.#keep > 0) this.#kept.push(event)
    // Trimmed in blocks: shifting an array at every event would cost more than the event.
    if (this.#kept.length > this.#keep * 2) this.#kept = this.#kept.slice(-this.#keep)
    for (const listener of this.#listeners) listener(event)
  }

  /** Events after number `after`, oldest first, at most `limit` (1,000). */
  read(query: EventQuery): EmulatorEvent[] {
    const after = query.after ?? 0
    const found = this.#kept.filter(
      (event) => event.n > after && (query.kind === undefined || event.kind === query.kind),
    )
    return found.slice(0, query.limit ?? 1_000)
  }

  /** Calls `listener` for every further event until the returned function is called. */
  subscribe(listener: EventListener): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  clear(): void {
    this.#kept = []
  }
}
