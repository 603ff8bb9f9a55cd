import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { EmulatorOptions, LedgerRow } from '@soniarose/emulator'
import { ACCOUNT_SID, AUTH_TOKEN, OUR_NUMBER } from '../support/carrier.ts'

/** What goes wrong at a carrier on a bad day, by its share of the requests. */
const MOODS: NonNullable<EmulatorOptions['rules']> = [
  // Taken, and the answer is lost in one of four ways.
  { id: 'cut after it was taken', fault: 'drop_after', probability: 0.008 },
  { id: 'half an answer', fault: 'truncated_after', probability: 0.002 },
  { id: 'an error after it was taken', fault: 'server_error_after', probability: 0.002 },
  { id: 'silence after it was taken', fault: 'time_out_after', probability: 0.001 },
  // Not taken, which nobody can know.
  { id: 'cut before it was taken', fault: 'drop_before', probability: 0.003 },
  // Not taken, and said so.
  { id: 'too many requests', fault: 'rate_limited', probability: 0.01 },
  { id: 'no callbacks', delivery: { callbacks: { lose: 'all' } }, probability: 0.1 },
  { id: 'callbacks first', delivery: { callbacks: { beforeResponse: true } }, probability: 0.05 },
  { id: 'callbacks twice', delivery: { callbacks: { duplicate: 'all', order: 'shuffled' } }, probability: 0.05 },
]

/** A carrier in a process of its own, whose record of what it has taken is the truth. */
export interface RoughCarrier {
  /** What the product's processes have to be told. */
  env: Record<string, string>
  /** Every request to send a text, with what became of it. */
  posts(): Promise<LedgerRow[]>
  /** From now on it answers everything. */
  calm(): void
  stop(): Promise<void>
}

/** @param isMoody whether it takes texts and says nothing, loses callbacks, and so on */
export async function startRoughCarrier({ isMoody }: { isMoody: boolean }): Promise<RoughCarrier> {
  const options: EmulatorOptions = {
    accounts: { [ACCOUNT_SID]: AUTH_TOKEN },
    numbers: [{ phone: OUR_NUMBER, accountSid: ACCOUNT_SID }],
    magicNumbers: false,
    rules: isMoody ? MOODS : [],
    keep: 100_000,
    keepEvents: 0,
    seed: Math.ceil(Math.random() * 1e6),
  }
  const child = fork(fileURLToPath(new URL('carrier_child.ts', import.meta.url)), [JSON.stringify(options)])
  const [{ url }] = (await once(child, 'message')) as [{ url: string }]
  return {
    env: {
      TWILIO_API_BASE_URL: url,
      TWILIO_ACCOUNT_SID: ACCOUNT_SID,
      TWILIO_AUTH_TOKEN: AUTH_TOKEN,
      TWILIO_PHONE_NUMBER: OUR_NUMBER,
    },
    posts: async () => {
      child.send('posts')
      const [{ posts }] = (await once(child, 'message')) as [{ posts: LedgerRow[] }]
      return posts
    },
    calm: () => child.send('calm'),
    stop: async () => {
      const gone = once(child, 'exit')
      child.disconnect()
      await gone
    },
  }
}
