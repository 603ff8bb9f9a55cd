import type { ErrorEffect, ErrorRetry } from '../twilio_errors.ts'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE

/** code, title, retry (with a pause in ms for "later"), effect, explanation, mend. */
export type TwilioErrorRow = readonly [
  code: number,
  title: string,
  retry: ErrorRetry | number,
  effect: ErrorEffect,
  explanation: string,
  mend: string,
]
