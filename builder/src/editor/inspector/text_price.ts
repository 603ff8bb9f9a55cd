/** Twilio's list price in the US in July 2026, in dollars, before the carriers' own fees. */
const SEGMENT = 0.0083
const MMS = 0.022

/** About what a text costs, in dollars: a number to compare texts by, not a bill. */
export function textPrice(segments: number, withMedia: boolean): number {
  return withMedia ? MMS : segments * SEGMENT
}

/** A price of a text: `$0.0166`; of a thousand of them: `$16.60`. */
export const sayPrice = (dollars: number): string => `$${dollars < 1 ? dollars.toFixed(4) : dollars.toFixed(2)}`
