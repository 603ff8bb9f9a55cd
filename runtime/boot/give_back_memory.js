import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/**
 * Collects all garbage once and gives the freed memory back to the system, which V8 would rather keep. Worth it
 * after a start, when much was needed that never will be again.
 */
export function giveBackMemory() {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc')
  collect({ type: 'major', execution: 'sync', flavor: 'last-resort' })
}
