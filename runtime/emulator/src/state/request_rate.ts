/** An account's limit on API requests: a bucket that holds one second's worth. */
export class RequestRate {
  #perSecond: number | null
  #buckets = new Map<string, { tokens: number; at: number }>()

  /** `perSecond` null: no limit. */
  constructor(perSecond: number | null) {
    this.#perSecond = perSecond
  }

  set(perSecond: number | null): void {
    this.#perSecond = perSecond
    this.#buckets.clear()
  }

  /** Whether an account may make one more request at `now` (ms). */
  take(accountSid: string, now: number): boolean {
    if (this.#perSecond === null) return true
    const bucket = this.#buckets.get(accountSid) ?? { tokens: this.#perSecond, at: now }
    const refilled = Math.min(this.#perSecond, bucket.tokens + ((now - bucket.at) / 1_000) * this.#perSecond)
    const allowed = refilled >= 1
    this.#buckets.set(accountSid, { tokens: allowed ? refilled - 1 : refilled, at: now })
    return allowed
  }
}
