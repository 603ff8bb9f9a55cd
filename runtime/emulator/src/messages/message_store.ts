import type { Message } from './message.ts'

export interface Thread {
  phone: string
  number: string
  count: number
  last: Message
}

/** The last `keep` texts, in the order in which they came. Older ones are forgotten (the ledger isn't). */
export class MessageStore {
  #bySid = new Map<string, Message>()
  readonly #keep: number

  constructor(keep: number) {
    this.#keep = keep
  }

  add(message: Message): void {
    this.#bySid.set(message.sid, message)
    if (this.#bySid.size <= this.#keep) return
    const oldest = this.#bySid.keys().next()
    if (oldest.done !== true) this.#bySid.delete(oldest.value)
  }

  get(sid: string): Message | null {
    return this.#bySid.get(sid) ?? null
  }

  delete(sid: string): boolean {
    return this.#bySid.delete(sid)
  }

  get size(): number {
    return this.#bySid.size
  }

  /** Oldest first. */
  all(): Message[] {
    return [...this.#bySid.values()]
  }

  /** Each pair of a person's phone and a number of ours, the last active first. */
  threads(): Thread[] {
    const found = new Map<string, Thread>()
    for (const message of this.#bySid.values()) {
      const { phone, number } = endsOf(message)
      const key = `${phone} ${number}`
      const count = (found.get(key)?.count ?? 0) + 1
      found.delete(key)
      found.set(key, { phone, number, count, last: message })
    }
    return [...found.values()].reverse()
  }

  /** The texts of one phone, oldest first, if wanted with one number of ours only. */
  thread(phone: string, number?: string): Message[] {
    return this.all().filter((message) => {
      const ends = endsOf(message)
      return ends.phone === phone && (number === undefined || ends.number === number)
    })
  }

  clear(): void {
    this.#bySid.clear()
  }
}

/** Which end of a text is the person's phone and which is ours (empty until a service has picked one). */
export function endsOf(message: Message): { phone: string; number: string } {
  if (message.direction === 'inbound') return { phone: message.from ?? '', number: message.to }
  return { phone: message.to, number: message.from ?? '' }
}
