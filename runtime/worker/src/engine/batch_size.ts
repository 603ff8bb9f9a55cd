const SMALLEST = 100
/** A batch shorter than this wastes its fixed costs; one longer than LONG_MS keeps a reply waiting. */
const SHORT_MS = 60
const LONG_MS = 500

/** Finds the batch size at which a batch is neither wasteful nor slow on the machine at hand. */
export class BatchSize {
  readonly #max: number
  #next = 200

  constructor(max = 500) {
    this.#max = max
    this.#next = Math.min(this.#next, max)
  }

  get next(): number {
    return this.#next
  }

  record(size: number, elapsedMs: number): void {
    const wasFull = size >= this.#next
    if (elapsedMs > LONG_MS) this.#next = Math.max(Math.min(SMALLEST, this.#max), Math.floor(this.#next / 2))
    else if (wasFull && elapsedMs < SHORT_MS) this.#next = Math.min(this.#max, this.#next * 2)
  }
}
