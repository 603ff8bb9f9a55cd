interface Bucket {
  tokens: number
  at: number
}

/** A bucket that refills steadily: bursts up to a minute's worth, the set rate in the long run. */
export class RateLimit {
  readonly #perMinute: number
  readonly #buckets = new Map<string, Bucket>()

  /** @param perMinute 0 for no limit */
  constructor(perMinute: number) {
    this.#perMinute = perMinute
  }

  /**
   * Takes one from a key's bucket.
   * @param now milliseconds
   * @returns 0 when there was one, else the whole seconds until there is
   */
  take(key: string, now: number): number {
    if (this.#perMinute === 0) return 0
    if (this.#buckets.size > 10_000) this.#forgetFull(now)
    const bucket = this.#buckets.get(key) ?? { tokens: this.#perMinute, at: now }
    bucket.tokens = Math.min(this.#perMinute, bucket.tokens + ((now - bucket.at) * this.#perMinute) / 60_000)
    bucket.at = now
    this.#buckets.set(key, bucket)
    if (bucket.tokens >= 1) {
      bucket.tokens -= 1
      return 0
    }
    return Math.max(1, Math.ceil(((1 - bucket.tokens) * 60) / this.#perMinute))
  }

  /** Gives a key its full bucket back. */
  forget(key: string): void {
    this.#buckets.delete(key)
  }

  #forgetFull(now: number): void {
    for (const [key, bucket] of this.#buckets) if (now - bucket.at > 60_000) this.#buckets.delete(key)
  }
}
