import type { Bell } from '../ports/doorbell.ts'

/** Rings of one kind within this time are one. */
const APART_MS = 5

/** Merges rings: the first goes out at once, those that come while it is on its way are one more after it. */
export class RingMerger {
  readonly #send: (bell: Bell) => Promise<void>
  readonly #underWay = new Set<Bell>()
  readonly #again = new Set<Bell>()
  #isStopped = false

  constructor(send: (bell: Bell) => Promise<void>) {
    this.#send = send
  }

  ring(bell: Bell): void {
    if (this.#isStopped) return
    if (this.#underWay.has(bell)) this.#again.add(bell)
    else void this.#ringOut(bell)
  }

  stop(): void {
    this.#isStopped = true
    this.#again.clear()
  }

  async #ringOut(bell: Bell): Promise<void> {
    this.#underWay.add(bell)
    do {
      this.#again.delete(bell)
      await this.#send(bell)
      await new Promise((resolve) => setTimeout(resolve, APART_MS).unref())
    } while (this.#again.has(bell))
    this.#underWay.delete(bell)
  }
}
