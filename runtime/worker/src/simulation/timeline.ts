import type { Machine } from './machine.ts'

/**
 * request: on its way to a server, so it arrives whatever becomes of its sender. reply: a process goes on. sleep: a
 * process goes on because time has passed. alarm: a server's own. outside: people, carriers, faults.
 */
export type HappeningKind = 'request' | 'reply' | 'sleep' | 'alarm' | 'outside'

/** Something that will happen. */
export interface Happening {
  at: number
  /** Decides between happenings of the same millisecond. */
  order: number
  kind: HappeningKind
  label: string
  /** The process that it belongs to; null: nobody's. */
  owner: Machine | null
  run: () => void
  isCanceled: boolean
}

/** What is yet to happen, earliest first: a binary heap. */
export class Timeline {
  readonly #heap: Happening[] = []
  /** Requests and replies under way: while there are any, something is going on. */
  #busy = 0

  get busy(): number {
    return this.#busy
  }

  add(happening: Happening): void {
    if (isBusy(happening)) this.#busy += 1
    this.#heap.push(happening)
    this.#rise(this.#heap.length - 1)
  }

  cancel(happening: Happening): void {
    if (happening.isCanceled) return
    happening.isCanceled = true
    if (isBusy(happening)) this.#busy -= 1
  }

  /** Takes the next one. */
  take(): Happening | null {
    for (;;) {
      const first = this.#heap[0]
      if (!first) return null
      const last = this.#heap.pop()
      if (last && this.#heap.length > 0) {
        this.#heap[0] = last
        this.#sink()
      }
      if (first.isCanceled) continue
      if (isBusy(first)) this.#busy -= 1
      return first
    }
  }

  /** All that is yet to happen, in no order. */
  all(): readonly Happening[] {
    return this.#heap.filter((happening) => !happening.isCanceled)
  }

  /** Changes moments of things that are yet to happen. */
  move(change: (happening: Happening) => void): void {
    const all = this.#heap.splice(0)
    for (const happening of all) {
      change(happening)
      this.#heap.push(happening)
      this.#rise(this.#heap.length - 1)
    }
  }

  #rise(from: number): void {
    let at = from
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!this.#isBefore(at, parent)) return
      this.#swap(at, parent)
      at = parent
    }
  }

  #sink(): void {
    for (let at = 0; ;) {
      const left = at * 2 + 1
      if (left >= this.#heap.length) return
      const child = left + 1 < this.#heap.length && this.#isBefore(left + 1, left) ? left + 1 : left
      if (!this.#isBefore(child, at)) return
      this.#swap(at, child)
      at = child
    }
  }

  #isBefore(one: number, other: number): boolean {
    const a = this.#heap[one]
    const b = this.#heap[other]
    if (!a || !b) return false
    return a.at < b.at || (a.at === b.at && a.order < b.order)
  }

  #swap(one: number, other: number): void {
    const [a, b] = [this.#heap[one], this.#heap[other]]
    if (!a || !b) return
    this.#heap[one] = b
    this.#heap[other] = a
  }
}

function isBusy({ kind }: Happening): boolean {
  return kind === 'request' || kind === 'reply'
}
