// Loaded first in every part of the product (node --import). The channel to the process that started it is the
// leash: when that process is gone, even by kill -9, the part stops itself like on any other stop.
const grace = 10_000

if (process.channel) {
  process.once('disconnect', () => {
    process.kill(process.pid, 'SIGTERM')
    setTimeout(() => process.exit(1), grace).unref()
  })
  // The leash alone keeps no process alive.
  process.channel.unref()
}
