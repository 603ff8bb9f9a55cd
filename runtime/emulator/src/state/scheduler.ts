interface Task {
  due: number
  order: number
  run: () => void
}

/**
 * Runs things later, on a clock that tests can move forward.
 * `now()` is the machine's time plus what `advance` has added; work that is due at once runs in the next turn of the loop.
 */
export class Scheduler {
  #heap: Task[] = []
  #soon: Array<() => void> = []
  #timer: NodeJS.Timeout | null = null
  #soonArmed = false
  #offset = 0
  #order = 0
  #closed = false

  /** The emulator's time, in ms since 1970. */
  now(): number {
    return Date.now() + this.#offset
  }

  /** Runs `run` after `delayMs` of the emulator's time. After `close` it does nothing. */
  after(delayMs: number, run: () => void): void {
    if (this.#closed) return
    if (delayMs <= 0) {
      this.#soon.push(run)
      this.#armSoon()
      return
    }
    this.#push({ due: this.now() + delayMs, order: this.#order++, run })
    this.#arm()
  }

  /** Moves the clock forward and runs all that has become due, in order of its time. */
  advance(ms: number): void {
    this.#offset += Math.max(0, ms)
    this.#runDue()
  }

  /** How many things wait that are due within `horizonMs`. */
  pending(horizonMs: number): number {
    const limit = this.now() + horizonMs
    const [first] = this.#heap
    const later = first !== undefined && first.due <= limit ? this.#heap.filter((task) => task.due <= limit).length : 0
    return this.#soon.length + later
  }

  /** Forgets all that waits; the clock stays. */
  clear(): void {
    this.#heap = []
    this.#soon = []
    this.#arm()
  }

  /** Forgets all that waits and takes nothing more. */
  close(): void {
    this.#closed = true
    this.clear()
  }

  #armSoon(): void {
    if (this.#soonArmed) return
    this.#soonArmed = true
    setImmediate(() => {
      this.#soonArmed = false
      const batch = this.#soon
      this.#soon = []
      for (const run of batch) run()
    })
  }

  #arm(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    const [first] = this.#heap
    if (first === undefined) return
    // Timers longer than 24.8 days would fire at once, so a far task re-arms daily.
    const wait = Math.min(Math.max(0, first.due - this.now()), 86_400_000)
    this.#timer = setTimeout(() => this.#runDue(), wait)
    this.#timer.unref()
  }

  #runDue(): void {
    for (let first = this.#heap[0]; first !== undefined && first.due <= this.now(); first = this.#heap[0]) {
      this.#pop()
      first.run()
    }
    this.#arm()
  }

  #push(task: Task): void {
    const heap = this.#heap
    heap.push(task)
    let at = heap.length - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!before(heap, at, parent)) return
      swap(heap, at, parent)
      at = parent
    }
  }

  #pop(): void {
    const heap = this.#heap
    const last = heap.pop()
    if (last === undefined || heap.length === 0) return
    heap[0] = last
    let at = 0
    for (;;) {
      const left = at * 2 + 1
      const right = left + 1
      let least = at
      if (left < heap.length && before(heap, left, least)) least = left
      if (right < heap.length && before(heap, right, least)) least = right
      if (least === at) return
      swap(heap, at, least)
      at = least
    }
  }
}

function before(heap: Task[], left: number, right: number): boolean {
  const a = heap[left]
  const b = heap[right]
  if (a === undefined || b === undefined) return false
  return a.due < b.due || (a.due === b.due && a.order < b.order)
}

function swap(heap: Task[], left: number, right: number): void {
  const a = heap[left]
  const b = heap[right]
  if (a === undefined || b === undefined) return
  heap[left] = b
  heap[right] = a
}
