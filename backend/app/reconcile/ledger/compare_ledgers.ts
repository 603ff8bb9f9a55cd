import { isProviderStatus, mergeStatus, type ProviderStatus } from '@soniarose/messaging'
import type { ListedMessage } from '../listed_message.ts'
import { wordsOf } from '../match_listed.ts'

/** A text as our own ledger has it. */
export interface OurText {
  id: string
  sid: string
  status: string
  to: string
  body: string
  segments: number
  price: number | null
  /** Epoch milliseconds. */
  sentAt: number
}

export type FindingKind =
  /** The provider sent it from a sender of ours; we know nothing of it. */
  | 'ghost'
  /** A ghost with the words of a text that we sent to the same number about then: somebody got it twice. */
  | 'duplicate'
  /** We believe that the provider took it; the provider lists no such text. */
  | 'missing'
  | 'status_drift'
  | 'price_drift'
  | 'segment_drift'

export interface Finding {
  kind: FindingKind
  sid: string
  messageId: string | null
  to: string
  /** One plain sentence. */
  detail: string
  ours: string | number | null
  theirs: string | number | null
}

export interface Comparison {
  ours: readonly OurText[]
  theirs: readonly ListedMessage[]
}

/** Texts with the same words to one number within this time are the same text, sent twice. */
const SAME_TEXT_MS = 24 * 3_600_000

/** Compares both ledgers of the same texts, by SID. `missing` is only as sure as the list is complete. */
export function compareLedgers({ ours, theirs }: Comparison): Finding[] {
  const known = new Map(ours.map((text) => [text.sid, text]))
  const listed = new Set(theirs.map((text) => text.sid))
  const byWords = groupByWords(ours)
  return [
    ...theirs.flatMap((text) => {
      const own = known.get(text.sid)
      return own ? drifts(own, text) : [ghostOf(text, byWords)]
    }),
    ...ours.filter((text) => !listed.has(text.sid)).map(missing),
  ]
}

const keyOf = (to: string, body: string): string => `${to} ${wordsOf(body)}`

function groupByWords(ours: readonly OurText[]): Map<string, OurText[]> {
  const groups = new Map<string, OurText[]>()
  for (const text of ours) {
    const key = keyOf(text.to, text.body)
    groups.set(key, [...(groups.get(key) ?? []), text])
  }
  return groups
}

function ghostOf(text: ListedMessage, byWords: ReadonlyMap<string, readonly OurText[]>): Finding {
  const twin = byWords
    .get(keyOf(text.to, text.body))
    ?.find((own) => Math.abs(own.sentAt - text.createdAt) <= SAME_TEXT_MS)
  const base = { sid: text.sid, to: text.to, messageId: twin?.id ?? null, ours: null, theirs: text.status }
  return twin
    ? { ...base, kind: 'duplicate', detail: 'The carrier sent this text twice; we know of one.' }
    : { ...base, kind: 'ghost', detail: 'The carrier sent a text of ours that we know nothing of.' }
}

function missing(text: OurText): Finding {
  const { id: messageId, sid, to, status } = text
  const detail = 'We hold the carrier’s receipt of this text, and the carrier does not list it.'
  return { kind: 'missing', sid, to, messageId, detail, ours: status, theirs: null }
}

/** What of the provider's statuses each of ours stands for, at the least. */
const AT_LEAST: Record<string, ProviderStatus> = {
  queued: 'queued',
  sent: 'sent',
  delivered: 'delivered',
  undelivered: 'undelivered',
  failed: 'failed',
  canceled: 'canceled',
}

function drifts(own: OurText, text: ListedMessage): Finding[] {
  const { id: messageId, sid, to } = own
  const base = { sid, to, messageId }
  const findings: Finding[] = []
  if (isBehind(own.status, text.status)) {
    const detail = `The carrier says ${text.status}, we still have ${own.status}.`
    findings.push({ ...base, kind: 'status_drift', detail, ours: own.status, theirs: text.status })
  }
  if (own.price !== null && text.price !== null && own.price !== text.price) {
    const detail = 'The carrier has another price than we noted.'
    findings.push({ ...base, kind: 'price_drift', detail, ours: own.price, theirs: text.price })
  }
  if (text.segments > 0 && text.segments !== own.segments) {
    const detail = `The carrier counted ${text.segments} segments, we ${own.segments}.`
    findings.push({ ...base, kind: 'segment_drift', detail, ours: own.segments, theirs: text.segments })
  }
  return findings
}

function isBehind(ours: string, theirs: string): boolean {
  const least = AT_LEAST[ours]
  if (!isProviderStatus(theirs) || least === undefined) return false
  // `sending` is to the provider what `queued` is to us: still on its way.
  if (ours === 'queued' && theirs === 'sending') return false
  return mergeStatus(least, theirs) !== least
}
