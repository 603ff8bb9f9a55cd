import { listen, type EmulatorOptions } from '@soniarose/emulator'

/**
 * The local Twilio in a process of its own: `node carrier_child.ts '{…options}'`. It tells its address, and then answers
 * `posts` with all that it has been sent and `calm` by losing its moods.
 */
const options: EmulatorOptions = JSON.parse(process.argv[2] ?? '{}')
const emulator = await listen(options)
process.on('message', (ask: 'posts' | 'calm') => {
  if (ask === 'posts') process.send?.({ posts: emulator.control.ledger() })
  else emulator.control.clearRules()
})
process.once('disconnect', () => void emulator.close().then(() => process.exit(0)))
process.send?.({ url: emulator.url })
