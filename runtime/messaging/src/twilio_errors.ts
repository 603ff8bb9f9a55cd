export type ErrorRetry = 'never' | 'safe' | 'later' | 'ambiguous'

export type ErrorEffect =
  | 'none'
  | 'opt_out'
  | 'opt_out_if_toll_free'
  | 'suppress'
  | 'invalid_number'
  | 'unreachable'
  | 'unreachable_from_sender'
  | 'pause_sender'
  | 'stop_account'
  | 'block_country'
  | 'configuration'
  | 'content'

export interface TwilioError {
  code: number
  title: string
  retry: ErrorRetry
  /** For `later`: how long to wait at least, in milliseconds. */
  retryAfterMs: number | null
  effect: ErrorEffect
  /** Plain words for the marketer. */
  explanation: string
  /** What to do about it. */
  mend: string
}

/** The row for a Twilio error code; an unknown code gets a row that behaves like 30008. */
export function twilioError(code: number): TwilioError {
  return { code, title: 'Unknown error', retry: 'never', retryAfterMs: null, effect: 'none', explanation: '', mend: '' }
}
