import type { Json } from '@soniarose/core'
import type { ClaimedEffect, EffectOutcome } from '../ports/effect_store.ts'
import type { EgressAnswer, HttpEgress } from '../ports/http_egress.ts'
import { failed, textOf } from './call_outcome.ts'

const TIMEOUT_MS = 10_000
const MAX_BYTES = 256 * 1024
/** Characters of an answer that a run may keep. */
const KEPT = 8_000

/** RFC 9110 section 9.2.2: asking again has the same effect as asking once. */
const IDEMPOTENT: ReadonlySet<string> = new Set(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'])
/** Answers that say that the request was not carried out, or may be repeated later. */
const TRY_LATER: ReadonlySet<number> = new Set([429, 502, 503, 504])
/** What the egress itself refuses (a private address, a bad name) it will refuse again; these two may pass. */
const MAY_PASS: ReadonlySet<string> = new Set(['E_EGRESS_NETWORK', 'E_EGRESS_TIMEOUT'])

/** Asks or tells another system. Only what is safe to repeat is repeated. */
export async function runHttpRequest({ input, lost }: ClaimedEffect, egress: HttpEgress): Promise<EffectOutcome> {
  const method = textOf(input, 'method').toUpperCase()
  if (lost && !IDEMPOTENT.has(method)) {
    return failed(
      'outcome_unknown',
      'The worker died while it made this request; it may have arrived, so it is not made again.',
    )
  }
  const answer = await egress.request({
    method,
    url: textOf(input, 'url'),
    headers: headersOf(input['headers']),
    body: typeof input['body'] === 'string' ? input['body'] : null,
    timeoutMs: TIMEOUT_MS,
    maxBytes: MAX_BYTES,
  })
  return answer.ok ? outcomeOf(answer, method) : refusalOf(answer, method)
}

function outcomeOf(answer: Extract<EgressAnswer, { ok: true }>, method: string): EffectOutcome {
  const { status } = answer
  if (status >= 200 && status < 300) return { kind: 'done', outcome: 'next', output: outputOf(answer) }
  const error = { code: `http_${status}`, message: `The server answered ${status}.` }
  const mayRepeat = status === 429 || (TRY_LATER.has(status) && IDEMPOTENT.has(method))
  return mayRepeat ? { kind: 'retry', error } : failed(error.code, error.message, outputOf(answer))
}

function refusalOf(answer: Extract<EgressAnswer, { ok: false }>, method: string): EffectOutcome {
  const { code, message, sent } = answer
  const mayRepeat = !sent || IDEMPOTENT.has(method)
  return mayRepeat && MAY_PASS.has(code) ? { kind: 'retry', error: { code, message } } : failed(code, message)
}

function outputOf({ status, headers, body }: Extract<EgressAnswer, { ok: true }>): Json {
  const isJson = /\bjson\b/i.test(headers['content-type'] ?? '')
  return { status, body: body.length <= KEPT && isJson ? parsed(body) : body.slice(0, KEPT) }
}

function parsed(body: string): Json {
  try {
    return JSON.parse(body)
  } catch {
    // A server that calls its text JSON is believed by what it sent.
    return body
  }
}

function headersOf(headers: Json | undefined): Record<string, string> {
  if (typeof headers !== 'object' || headers === null || Array.isArray(headers)) return {}
  return Object.fromEntries(
    Object.entries(headers).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}
