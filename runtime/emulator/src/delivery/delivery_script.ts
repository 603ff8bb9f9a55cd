import { z } from 'zod'

const status = z.enum(['accepted', 'queued', 'sending', 'sent', 'delivered', 'undelivered', 'failed', 'canceled'])
const some = z.union([z.literal('all'), z.array(status)])
const ms = z.number().min(0).max(86_400_000)

/** What becomes of a text once it has been accepted, and what is told of it. All fields are optional; absent: the default script's. */
export const deliveryScriptSchema = z.strictObject({
  /** Where it ends. `sent` and `queued`: it stays there for ever. */
  outcome: z.enum(['delivered', 'undelivered', 'failed', 'sent', 'sending', 'queued']).optional(),
  /** For `undelivered` and `failed`; default 30008. */
  errorCode: z.int().optional(),
  /** How long each status takes to come after the one before it. */
  delaysMs: z.strictObject({ queued: ms, sending: ms, sent: ms, final: ms }).partial().optional(),
  callbacks: z
    .strictObject({
      /** Statuses whose callback never comes. */
      lose: some,
      /** Statuses whose callback comes `copies` times. */
      duplicate: some,
      copies: z.int().min(2).max(20),
      /** `in_order`: one after the other's answer; `at_once`: as they fall; the others wait for the last status. */
      order: z.enum(['in_order', 'at_once', 'reversed', 'shuffled']),
      /** All of them are answered before the create request is. */
      beforeResponse: z.boolean(),
      /** Each comes so much later than its status. */
      delayMs: ms,
      badSignature: z.boolean(),
    })
    .partial()
    .optional(),
  /** The text is missing from lists for so long; `never` shown. */
  listLagMs: z.union([ms, z.literal('never')]).optional(),
})

export type DeliveryScript = z.infer<typeof deliveryScriptSchema>
export type CallbackStatus = z.infer<typeof status>

/** A script with nothing left open. */
export interface FullScript {
  outcome: NonNullable<DeliveryScript['outcome']>
  errorCode: number
  delaysMs: { queued: number; sending: number; sent: number; final: number }
  callbacks: {
    lose: 'all' | readonly CallbackStatus[]
    duplicate: 'all' | readonly CallbackStatus[]
    copies: number
    order: 'in_order' | 'at_once' | 'reversed' | 'shuffled'
    beforeResponse: boolean
    delayMs: number
    badSignature: boolean
  }
  listLagMs: number | 'never'
}

/** Delivered within a tenth of a second. Twilio often leaves out `sending`, and so does this. */
export const DEFAULT_SCRIPT: FullScript = {
  outcome: 'delivered',
  errorCode: 30008,
  delaysMs: { queued: 5, sending: 5, sent: 20, final: 70 },
  callbacks: {
    lose: ['sending'],
    duplicate: [],
    copies: 2,
    order: 'in_order',
    beforeResponse: false,
    delayMs: 0,
    badSignature: false,
  },
  listLagMs: 0,
}

/** Fills what `script` leaves open from `base`. */
export function completeScript(script: DeliveryScript | undefined, base: FullScript): FullScript {
  if (script === undefined) return base
  return {
    outcome: script.outcome ?? base.outcome,
    errorCode: script.errorCode ?? base.errorCode,
    delaysMs: { ...base.delaysMs, ...given(script.delaysMs) },
    callbacks: { ...base.callbacks, ...given(script.callbacks) },
    listLagMs: script.listLagMs ?? base.listLagMs,
  }
}

/** Without the keys whose value is undefined: those would hide the base's. */
function given<T extends object>(part: T | undefined): Partial<T> {
  const kept: Partial<T> = { ...part }
  for (const key of Object.keys(kept) as Array<keyof T>) if (kept[key] === undefined) delete kept[key]
  return kept
}
