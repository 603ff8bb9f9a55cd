import type { DeliveryScript } from './delivery_script.ts'

/**
 * Numbers `+150055` and a five-digit code (`+15005530003`) end with that code, as Twilio's own magic numbers +1500555000x do
 * for refusals. 30001, 30002, 30032 to 30036 never left Twilio (`failed`); the others come from the carrier (`undelivered`).
 */
const PATTERN = /^\+150055(30\d{3})$/
const NEVER_LEFT: ReadonlySet<number> = new Set([30001, 30002, 30032, 30033, 30034, 30035, 30036])

/** The script that a number stands for by itself, or null. */
export function suffixOutcome(to: string): DeliveryScript | null {
  const found = to.startsWith('+150055') ? PATTERN.exec(to) : null
  if (found === null) return null
  const errorCode = Number(found[1])
  return { outcome: NEVER_LEFT.has(errorCode) ? 'failed' : 'undelivered', errorCode }
}
