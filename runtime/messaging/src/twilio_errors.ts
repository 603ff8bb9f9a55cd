import { TWILIO_ERROR_ROWS } from './data/twilio_errors.ts'

/** never: not automatically · safe: certainly not processed, post again · later: after a pause · ambiguous: find out first. */
export type ErrorRetry = 'never' | 'safe' | 'later' | 'ambiguous'

/** What the error says about contact, sender or account, beyond this one text. */
export type ErrorEffect =
  | 'none'
  /** The recipient has opted out of this sender: record it, stop its runs. */
  | 'opt_out'
  /** From a toll-free number an opt-out at the network, else a soft block. */
  | 'opt_out_if_toll_free'
  /** Never text this number again, whoever asks. */
  | 'suppress'
  | 'invalid_number'
  /** Count it; after three in a row the contact is unreachable until it writes or a text is delivered. */
  | 'unreachable'
  /** This sender can't reach it; another kind of sender may. */
  | 'unreachable_from_sender'
  | 'pause_sender'
  | 'stop_account'
  | 'block_country'
  /** A setting of the workspace or sender is wrong: alert. */
  | 'configuration'
  /** The text or its media are at fault: alert the author. */
  | 'content'

export interface TwilioError {
  code: number
  title: string
  retry: ErrorRetry
  /** For `later`: how long to wait at least, in milliseconds; null otherwise. */
  retryAfterMs: number | null
  effect: ErrorEffect
  /** Plain words for the marketer. */
  explanation: string
  /** What to do about it. */
  mend: string
}

const byCode = new Map(TWILIO_ERROR_ROWS.map((row) => [row.code, row]))

/** The codes of the table, for documentation and tests. */
export const TWILIO_ERROR_CODES: readonly number[] = [...byCode.keys()]

/** The row for a Twilio error code; an unknown code behaves like 30008, "unknown error": never resent by itself. */
export function twilioError(code: number): TwilioError {
  const row = byCode.get(code)
  if (row) return row
  return {
    code, title: 'Unknown error', retry: 'never', retryAfterMs: null, effect: 'none',
    explanation: `Twilio reported error ${code}, which has no explanation here yet.`,
    mend: `Look it up at https://www.twilio.com/docs/errors/${code}.`,
  }
}
