export type ReplyKind = 'stop' | 'start' | 'help' | 'none'

export interface ReplyContext {
  /** Twilio's `OptOutType` parameter (Advanced Opt-Out only), as received. */
  optOutType?: string | null
  /** Whether the contact is opted out now: only then START, YES and UNSTOP mean "text me again". */
  optedOut: boolean
}

export interface ReplyClass {
  kind: ReplyKind
  /** What the judgement rests on; null when the text is none of the three. */
  confidence: 'keyword' | 'phrase' | 'provider' | null
  /** The word or phrase that matched, in its plain form; null for none. */
  matched: string | null
  /** For `none`: an opt-out word that was seen and judged not to be one, to be shown to a person. */
  mention: string | null
}

/**
 * Decides whether an inbound text is an opt-out, an opt-in, a call for help or none of them.
 * @param text the inbound body as received
 */
export function classifyReply(text: string, context: ReplyContext): ReplyClass {
  throw new Error(`classifyReply: not yet built for ${text.length} units, ${String(context.optedOut)}`)
}
