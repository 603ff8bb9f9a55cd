export interface PostOutcome {
  httpStatus?: number | null
  /** Twilio's own error code from the JSON body. */
  code?: number | null
  /** The SID from a readable 2xx body. */
  sid?: string | null
  /** Node's network error code: ECONNREFUSED, ENOTFOUND, ETIMEDOUT … */
  networkError?: string | null
  /** Whether the first byte of the request may have left. Unsure counts as true. */
  requestWritten: boolean
}

export interface OutcomeClass {
  /** accepted: Twilio has it · refused: it never will · retry: certainly not processed, safe to post again · unknown: may have been sent. */
  outcome: 'accepted' | 'refused' | 'retry' | 'unknown'
  reason: string
}

/** Says what the answer (or the lack of one) to a POST of a message proves. */
export function classifyOutcome(outcome: PostOutcome): OutcomeClass {
  throw new Error(`classifyOutcome: not yet built for ${String(outcome.httpStatus)}`)
}
