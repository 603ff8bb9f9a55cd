// Loaded first in every part of the product (node --import). The channel to the process that started it is the
// leash: when that process is gone, even by kill -9, the part stops itself like on any other stop.
import { giveBackMemory } from './give_back_memory.js'

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

setTimeout(giveBackMemory, settled).unref()
