interface Bucket {
  tokens: number
  at: number
}

/** Buckets that refill steadily: a burst of a whole window's worth, the set rate in the long run. */
export class RateLimit {
  readonly #size: number
  readonly #windowMs: number
  readonly #buckets = new Map<string, Bucket>()

  /** @param size how many in a window; 0 for no limit */
  constructor(size: number, windowMs = 60_000) {
    this.#size = size
    this.#windowMs = windowMs
  }

  /**
   * Takes one from a key's bucket.
   * @param now milliseconds
   * @returns 0 when there was one, else the whole seconds until there is
   */
  take(key: string, now: number): number {
    if (this.#size === 0) return 0
    if (this.#buckets.size > 10_000) this.#forgetFull(now)
    const bucket = this.#buckets.get(key) ?? { tokens: this.#size, at: now }
    bucket.tokens = Math.min(this.#size, bucket.tokens + ((now - bucket.at) * this.#size) / this.#windowMs)
    bucket.at = now
    this.#buckets.set(key, bucket)
    if (bucket.tokens >= 1) {
      bucket.tokens -= 1
      return 0
    }
    return Math.max(1, Math.ceil(((1 - bucket.tokens) * this.#windowMs) / this.#size / 1_000))
  }

  /** Gives one back that turned out not to count. */
  give(key: string): void {
    const bucket = this.#buckets.get(key)
    if (bucket !== undefined) bucket.tokens += 1
  }

  /** Gives a key its full bucket back. */
  forget(key: string): void {
    this.#buckets.delete(key)
  }

  #forgetFull(now: number): void {
    for (const [key, bucket] of this.#buckets) if (now - bucket.at > this.#windowMs) this.#buckets.delete(key)
  }
}
