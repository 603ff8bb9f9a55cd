import type { Rule } from '@soniarose/emulator'

/** What the local carrier does with the texts to one phone. `delivered` is what it does unless told otherwise. */
export const SCRIPT_NAMES = [
  'delivered',
  'delayed',
  'undelivered',
  'filtered',
  'failed',
  'callback_lost',
  'callback_duplicated',
  'callback_out_of_order',
  'rate_limited',
  'server_error',
  'time_out_before',
  'time_out_after',
] as const
export type ScriptName = (typeof SCRIPT_NAMES)[number]

/** How texts to one phone fare from now on. */
export interface PhoneScript {
  name: ScriptName
  /** Of `undelivered` and `failed`: the carrier's code. */
  errorCode?: number | undefined
  /** Of `delayed`: how long until it is delivered, in real seconds. */
  delaySeconds?: number | undefined
  /** Only the next text; those after it are delivered again. */
  once?: boolean | undefined
}

/** Unreachable handset, filtered by the carrier, landline. Source: Twilio's error dictionary. */
const CODES = { undelivered: 30003, filtered: 30007, failed: 30006 } as const
const DELAY_SECONDS = 30

type Act = Pick<Rule, 'fault' | 'delivery'>

/** What the emulator's rule book calls each; null: nothing out of the ordinary. */
const ACTS: Record<ScriptName, (script: PhoneScript) => Act | null> = {
  delivered: () => null,
  delayed: ({ delaySeconds = DELAY_SECONDS }) => ({
    delivery: { outcome: 'delivered', delaysMs: { final: delaySeconds * 1000 } },
  }),
  undelivered: ({ errorCode = CODES.undelivered }) => ({ delivery: { outcome: 'undelivered', errorCode } }),
  filtered: () => ({ delivery: { outcome: 'undelivered', errorCode: CODES.filtered } }),
  failed: ({ errorCode = CODES.failed }) => ({ delivery: { outcome: 'failed', errorCode } }),
  callback_lost: () => ({ delivery: { callbacks: { lose: 'all' } } }),
  callback_duplicated: () => ({ delivery: { callbacks: { duplicate: 'all', copies: 3 } } }),
  callback_out_of_order: () => ({ delivery: { callbacks: { order: 'reversed' } } }),
  rate_limited: () => ({ fault: 'rate_limited' }),
  server_error: () => ({ fault: 'server_error' }),
  time_out_before: () => ({ fault: 'time_out_before' }),
  time_out_after: () => ({ fault: 'time_out_after' }),
}

/** Where a rule belongs, told by its id: two workspaces may have a contact of the same number. */
const idOf = (workspaceId: string, accountSid: string, phone: string) => `phone ${workspaceId} ${accountSid} ${phone}`

/** The rules of a phone, one for each account that the workspace texts from. */
export function rulesOf(
  { workspaceId, accounts, phone }: { workspaceId: string; accounts: readonly string[]; phone: string },
  script: PhoneScript,
): { id: string; rule: Rule | null }[] {
  const act = ACTS[script.name](script)
  return accounts.map((accountSid) => {
    const id = idOf(workspaceId, accountSid, phone)
    if (act === null) return { id, rule: null }
    return { id, rule: { id, match: { accountSid, to: phone }, ...act, ...(script.once === true ? { times: 1 } : {}) } }
  })
}
