import { normaliseReply } from '../reply/normalise.ts'

/**
 * The words by which a contact leaves, for simulations only: Twilio's defaults and the FCC's per-se words
 * (47 CFR 64.1200(a)(10)). Live texts are classified by the messaging package before any workflow sees them.
 */
const STOP_WORDS = new Set([
  'stop',
  'stopall',
  'stop all',
  'unsubscribe',
  'cancel',
  'end',
  'quit',
  'revoke',
  'optout',
  'opt out',
])

/** Whether a text is an opt-out that a simulation honours. */
export function isStopWord(body: string): boolean {
  return STOP_WORDS.has(normaliseReply(body))
}
