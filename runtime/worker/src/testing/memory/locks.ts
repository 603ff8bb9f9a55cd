/** `share` excludes `update`; `update` excludes everybody. */
export type LockMode = 'share' | 'update'

interface Held {
  mode: LockMode
  holders: Set<object>
}

/** Row locks by name, as Postgres has them: held until their transaction ends. */
export class LockTable {
  readonly #held = new Map<string, Held>()
  readonly #byHolder = new Map<object, Set<string>>()
  #waiting: { holder: object; keys: readonly string[]; mode: LockMode; granted: () => void }[] = []

  /** Takes the lock unless somebody else's stands against it. @returns whether it is held now */
  tryTake(holder: object, key: string, mode: LockMode): boolean {
    if (!this.isFree(holder, key, mode)) return false
    const held = this.#held.get(key)
    if (held) {
      held.holders.add(holder)
      if (mode === 'update') held.mode = 'update'
    } else this.#held.set(key, { mode, holders: new Set([holder]) })
    const own = this.#byHolder.get(holder) ?? new Set<string>()
    this.#byHolder.set(holder, own.add(key))
    return true
  }

  isFree(holder: object, key: string, mode: LockMode): boolean {
    const held = this.#held.get(key)
    if (!held) return true
    const isAlone = held.holders.size === 1 && held.holders.has(holder)
    return isAlone || (mode === 'share' && held.mode === 'share')
  }

  /** Calls back once all these locks are taken. @returns what gives up waiting */
  wait(request: { holder: object; keys: readonly string[]; mode: LockMode }, granted: () => void): () => void {
    const entry = { ...request, granted }
    this.#waiting.push(entry)
    this.#grant()
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== entry)
    }
  }

  releaseAll(holder: object): void {
    for (const key of this.#byHolder.get(holder) ?? []) {
      const held = this.#held.get(key)
      held?.holders.delete(holder)
      if (held?.holders.size === 0) this.#held.delete(key)
    }
    this.#byHolder.delete(holder)
    this.#grant()
  }

  /** First come, first served; who can't be served yet takes nothing. */
  #grant(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const entry of waiting) {
      const { holder, keys, mode } = entry
      if (!keys.every((key) => this.isFree(holder, key, mode))) this.#waiting.push(entry)
      else {
        for (const key of keys) this.tryTake(holder, key, mode)
        entry.granted()
      }
    }
  }
}
