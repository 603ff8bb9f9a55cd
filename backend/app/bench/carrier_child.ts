import { listen } from '@soniarose/emulator'

/** The local Twilio in a process of its own, taking every text and calling nobody back: `node carrier_child.ts ACCOUNT TOKEN NUMBER`. */
const [accountSid = '', authToken = '', phone = ''] = process.argv.slice(2)
const emulator = await listen({
  accounts: { [accountSid]: authToken },
  numbers: [{ phone, accountSid }],
  magicNumbers: false,
  delivery: { outcome: 'queued', callbacks: { lose: 'all' } },
  ledger: 'counts',
  keep: 1_000,
  keepEvents: 0,
})
process.once('disconnect', () => void emulator.close().then(() => process.exit(0)))
process.send?.({ url: emulator.url })
