/** This process's own pace. It never decides when something is due: that is the database's clock. */
export interface Clock {
  /** Monotonic milliseconds. */
  monotonic(): number
  /** Resolves after so many milliseconds, or at once when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /** A random number in [0, 1), for jitter only. */
  random(): number
  /** A new UUIDv7. */
  newId(): string
}
