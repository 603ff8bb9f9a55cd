import type { GateFacts } from './gate_facts.ts'

/** Stable codes; stored with the message and shown in the run inspector. */
export type GateReason =
  | 'opted_out'
  | 'suppressed'
  | 'pending_consent'
  | 'unreachable'
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

export type GateValues = Record<string, string | number | boolean | null | readonly string[]>

interface Explained {
  /** One plain sentence for a person. */
  sentence: string
  /** The values that decided, for the record. */
  values: GateValues
}

export type GateDecision =
  | ({ outcome: 'send'; passedQuietHours: boolean } & Explained)
  /** `until` null: until somebody or something lifts it (freeze, pause, budget). */
  | ({ outcome: 'hold'; until: number | null; reason: GateReason } & Explained)
  | ({ outcome: 'skip'; reason: GateReason } & Explained)
  | ({ outcome: 'block'; reason: GateReason } & Explained)

/** The last thing before the provider: may this text go out now? */
export function decide(facts: GateFacts): GateDecision {
  throw new Error(`decide: not yet built for ${facts.purpose}`)
}
