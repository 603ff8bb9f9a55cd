import type { Bell, Doorbell } from '../../ports/doorbell.ts'

/** What carries rings from one process to another. */
export class MemoryExchange {
  readonly #listeners = new Map<string, (bell: Bell) => void>()
  /** How a ring travels; the simulator delays, doubles and loses it here. */
  carry: (bell: Bell, deliver: () => void) => void = (_bell, deliver) => deliver()
  /** Which listener hears a ring. */
  choose: (ids: readonly string[]) => string | undefined = (ids) => ids[0]

  open(processId: string): Doorbell {
    let isStopped = false
    return {
      ring: (bell) => {
        if (!isStopped) this.carry(bell, () => this.#deliver(bell))
      },
      listen: (onRing) => {
        this.#listeners.set(processId, onRing)
        return Promise.resolve()
      },
      stop: () => {
        isStopped = true
        this.#listeners.delete(processId)
        return Promise.resolve()
      },
    }
  }

  /** A process that died hears nothing more. */
  drop(processId: string): void {
    this.#listeners.delete(processId)
  }

  #deliver(bell: Bell): void {
    const id = this.choose([...this.#listeners.keys()])
    if (id !== undefined) this.#listeners.get(id)?.(bell)
  }
}
