import { StoreUnavailable } from '@soniarose/worker'

export interface Repeating {
  /** Ends after the turn under way. */
  stop(): Promise<void>
}

/**
 * Runs `work` again and again, never twice at a time.
 * @param ms from the end of a turn to the next one, a quarter more or less
 * @param what begins the sentence about a failure
 * @param say told of a failure once, until a turn succeeds
 */
export function repeat(
  { ms, what, say }: { ms: number; what: string; say: (line: string) => void },
  work: () => Promise<void>,
): Repeating {
  let isWell = true
  let turn: Promise<void> = Promise.resolve()
  let timer: NodeJS.Timeout | null = null
  const take = async (): Promise<void> => {
    try {
      await work()
      isWell = true
    } catch (error) {
      // The database's absence is said by the worker itself.
      if (isWell && !(error instanceof StoreUnavailable)) say(`${what} failed, and is tried again: ${String(error)}`)
      isWell = false
    }
    if (timer !== null) next()
  }
  const next = (): void => {
    // Jitter keeps many workers from looking in the same moment.
    timer = setTimeout(() => void (turn = take()), ms * (0.75 + Math.random() / 2))
    timer.unref()
  }
  next()
  return {
    stop: async () => {
      if (timer !== null) clearTimeout(timer)
      timer = null
      await turn
    },
  }
}
