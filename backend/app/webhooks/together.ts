export interface TogetherOptions<Item> {
  /** Whose item it is: of one key, nothing is ever under way twice, and its items keep their order. */
  keyOf(item: Item): string
  /**
   * Takes several, each of another key, all or none.
   * @returns those that it left untouched
   */
  takeAll(items: readonly Item[]): Promise<readonly Item[]>
  take(item: Item): Promise<void>
  /** Whether an error is about what was taken, so that each alone may succeed; else it is everybody's. */
  blames(error: unknown): boolean
  largest: number
  /** Batches under way at the same time, at most: while one waits for the disk, others go on. */
  parallel: number
  /** So many must wait for another batch to begin beside one that is under way: large ones cost less. */
  enough: number
}

interface Waiting<Item> {
  item: Item
  key: string
  done(): void
  failed(error: unknown): void
}

/**
 * Takes what comes at the same time together: while some is being written, the next gathers. What comes alone
 * waits for nothing, nobody is told that it is done before it is, and what can't be taken harms none of the others.
 */
export class Together<Item> {
  readonly #options: TogetherOptions<Item>
  #waiting: Waiting<Item>[] = []
  readonly #underWay = new Set<string>()
  #batches = 0

  constructor(options: TogetherOptions<Item>) {
    this.#options = options
  }

  /** Resolves when the item has been taken. @throws what `takeAll` or `take` throws about it */
  take(item: Item): Promise<void> {
    return new Promise((done, failed) => {
      this.#waiting.push({ item, key: this.#options.keyOf(item), done, failed })
      this.#begin()
    })
  }

  #begin(): void {
    const { parallel, enough } = this.#options
    if (this.#batches >= parallel || (this.#batches > 0 && this.#waiting.length < enough)) return
    this.#batches += 1
    // What arrives in the same turn of the loop belongs to one batch.
    setImmediate(() => {
      const batch = this.#next()
      void this.#takeAll(batch).then(() => {
        this.#batches -= 1
        if (batch.length > 0 && this.#waiting.length > 0) this.#begin()
      })
    })
  }

  #next(): Waiting<Item>[] {
    const { largest } = this.#options
    const batch: Waiting<Item>[] = []
    this.#waiting = this.#waiting.filter((waiting) => {
      if (batch.length >= largest || this.#underWay.has(waiting.key)) return true
      this.#underWay.add(waiting.key)
      batch.push(waiting)
      return false
    })
    return batch
  }

  async #takeAll(batch: readonly Waiting<Item>[]): Promise<void> {
    if (batch.length === 0) return
    try {
      const left = new Set(await this.#options.takeAll(batch.map(({ item }) => item)))
      for (const waiting of batch)
        if (left.has(waiting.item)) void this.#alone(waiting)
        else this.#settle(waiting, waiting.done)
    } catch (error) {
      for (const waiting of batch)
        if (this.#options.blames(error)) void this.#alone(waiting)
        else this.#settle(waiting, () => waiting.failed(error))
    }
  }

  async #alone(waiting: Waiting<Item>): Promise<void> {
    try {
      await this.#options.take(waiting.item)
      this.#settle(waiting, waiting.done)
    } catch (error) {
      this.#settle(waiting, () => waiting.failed(error))
    }
  }

  #settle({ key }: Waiting<Item>, tell: () => void): void {
    this.#underWay.delete(key)
    tell()
    // Another of the same key may have waited for this one.
    if (this.#waiting.length > 0) this.#begin()
  }
}
