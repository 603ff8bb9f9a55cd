// Loaded first in every part of the product (node --import). The channel to the process that started it is the
// leash: when that process is gone, even by kill -9, the part stops itself like on any other stop.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** How long a part may take to stop itself. Milliseconds. */
const grace = 10_000
/** By then a part has started, and what its start left behind is given back to the system. Milliseconds. */
const settled = 4000

if (process.channel) {
  process.once('disconnect', () => {
    process.kill(process.pid, 'SIGTERM')
    setTimeout(() => process.exit(1), grace).unref()
  })
  // The leash alone keeps no process alive.
  process.channel.unref()
}

setTimeout(() => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc')
  collect({ type: 'major', execution: 'sync', flavor: 'last-resort' })
}, settled).unref()
