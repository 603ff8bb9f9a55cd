import { DELIVERY_ERRORS } from './data/twilio_delivery_errors.ts'
import type { TwilioErrorRow } from './data/twilio_error_row.ts'
import { REQUEST_ERRORS } from './data/twilio_request_errors.ts'

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
  /** The phone is off or out of reach: it may come back. */
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

const byCode = new Map([...REQUEST_ERRORS, ...DELIVERY_ERRORS].map((row) => [row[0], fromRow(row)]))

function fromRow([code, title, retry, effect, explanation, mend]: TwilioErrorRow): TwilioError {
  const pause = typeof retry === 'number' ? retry : null
  return {
    code,
    title,
    retry: typeof retry === 'number' ? 'later' : retry,
    retryAfterMs: pause,
    effect,
    explanation,
    mend,
  }
}

/** The codes of the table, for documentation and tests. */
export const TWILIO_ERROR_CODES: readonly number[] = [...byCode.keys()]

/** The row for a Twilio error code; an unknown code behaves like 30008, "unknown error": never resent by itself. */
export function twilioError(code: number): TwilioError {
  const row = byCode.get(code)
  if (row) return row
  return {
    code,
    title: 'Unknown error',
    retry: 'never',
    retryAfterMs: null,
    effect: 'none',
    explanation: `Twilio reported error ${code}, which has no explanation here yet.`,
    mend: `Look it up at https://www.twilio.com/docs/errors/${code}.`,
  }
}
