/** What is known of one POST of a message. */
export interface PostOutcome {
  httpStatus?: number | null
  /** Twilio's own error code from a JSON body. */
  code?: number | null
  /** The SID from a readable 2xx body. */
  sid?: string | null
  /** Node's network error code: ECONNREFUSED, ENOTFOUND, ETIMEDOUT … */
  networkError?: string | null
  /** Whether the first byte of the request may have left. Unsure counts as true. */
  requestWritten: boolean
}

export interface OutcomeClass {
  /**
   * accepted: Twilio has it · refused: it never will · retry: certainly not processed, safe to post again ·
   * unknown: it may have been sent, so it is reconciled and never posted again by itself.
   */
  outcome: 'accepted' | 'refused' | 'retry' | 'unknown'
  reason: string
}

/** Errors of name lookup and connecting: no byte of the request can have arrived, whatever the client believes. */
const NEVER_CONNECTED: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'EAI_NODATA',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])

/**
 * Says what the answer, or the lack of one, to a POST of a message proves. Twilio has no idempotency key, so only what is
 * certainly unprocessed may be posted again: 429 ("never processed", error page 20429) and what never connected.
 */
export function classifyOutcome(outcome: PostOutcome): OutcomeClass {
  const status = outcome.httpStatus ?? null
  return status === null ? withoutAnswer(outcome) : withAnswer(status, outcome)
}

function withoutAnswer(outcome: PostOutcome): OutcomeClass {
  const cause = outcome.networkError ?? 'no answer'
  if (!outcome.requestWritten) return { outcome: 'retry', reason: `${cause} before the request was written` }
  if (NEVER_CONNECTED.has(cause)) return { outcome: 'retry', reason: `${cause}: never connected` }
  return { outcome: 'unknown', reason: `${cause} after the request was written` }
}

function withAnswer(status: number, outcome: PostOutcome): OutcomeClass {
  const code = outcome.code ?? null
  if (status >= 200 && status < 300) {
    return outcome.sid
      ? { outcome: 'accepted', reason: `HTTP ${status}` }
      : { outcome: 'unknown', reason: `HTTP ${status} without a readable body` }
  }
  if (status === 429) return { outcome: 'retry', reason: 'HTTP 429: never processed' }
  if (status >= 400 && status < 500) {
    return code === null
      ? { outcome: 'unknown', reason: `HTTP ${status} without a Twilio code, as a proxy answers` }
      : { outcome: 'refused', reason: `Twilio error ${code}` }
  }
  return { outcome: 'unknown', reason: code === null ? `HTTP ${status}` : `HTTP ${status}, Twilio error ${code}` }
}
