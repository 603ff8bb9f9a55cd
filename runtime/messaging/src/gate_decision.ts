import { DateTime } from 'luxon'
import type { GateFacts } from './gate_facts.ts'

/** Stable codes; stored with the message and shown in the run inspector. */
export type GateReason =
  | 'opted_out'
  | 'suppressed'
  | 'pending_consent'
  | 'opt_in_unanswered'
  | 'quiet_hours'
  | 'frequency_cap'
  | 'frozen'
  | 'workflow_paused'
  | 'no_sender'
  | 'sender_paused'
  | 'sender_is_recipient'
  | 'confirmation_not_allowed'
  | 'too_long'
  | 'empty_body'
  | 'expired'
  | 'budget'

export type GateValue = string | number | boolean | null | readonly string[]
export type GateValues = Record<string, GateValue>

interface Explained {
  /** One plain sentence for a person. */
  sentence: string
  /** The values that decided, for the record; times are ISO 8601. */
  values: GateValues
}

export type GateDecision =
  | ({
      outcome: 'send'
      /** True when quiet hours would have held it, but for a conversation or a confirmation. */
      passedQuietHours: boolean
    } & Explained)
  | ({
      outcome: 'hold'
      /** Epoch ms at which to decide again; null: when somebody lifts what holds it. */
      until: number | null
      reason: GateReason
    } & Explained)
  | ({ outcome: 'skip'; reason: GateReason } & Explained)
  | ({ outcome: 'block'; reason: GateReason } & Explained)

/** What holds a text, until when. */
export interface Held {
  until: number | null
  sentence: string
  values?: GateValues
}

/** A text that will be stale before it is let go is looked at again when it is stale, to be skipped then. */
export function hold(facts: GateFacts, reason: GateReason, held: Held): GateDecision {
  const expiresAt = expiryOf(facts)
  const isStaleFirst = expiresAt !== null && (held.until === null || expiresAt < held.until)
  const until = isStaleFirst ? expiresAt : held.until
  return { outcome: 'hold', until, reason, sentence: held.sentence, values: held.values ?? {} }
}

export function skip(reason: GateReason, sentence: string, values: GateValues = {}): GateDecision {
  return { outcome: 'skip', reason, sentence, values }
}

export function block(reason: GateReason, sentence: string, values: GateValues = {}): GateDecision {
  return { outcome: 'block', reason, sentence, values }
}

export function expiryOf(facts: GateFacts): number | null {
  return facts.expireAfterMs === null ? null : facts.plannedAt + facts.expireAfterMs
}

export function iso(at: number): string {
  return DateTime.fromMillis(at, { zone: 'utc' }).toISO() ?? 'never'
}
