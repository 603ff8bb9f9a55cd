import type { ContactFacts } from './contact_facts.ts'
import type { Json, JsonObject } from './json.ts'

/** How a planned message ended. `accepted`: the provider took it. Everything else: it didn't go out. */
export type MessageOutcome = 'accepted' | 'failed' | 'blocked' | 'skipped' | 'unknown' | 'canceled'

/** What ended a wait. None at all means that the wait's own time has come. */
export type Signal =
  | {
      kind: 'message'
      /** The id that `plan_message` carried. */
      key: string
      outcome: MessageOutcome
      /** A word or code that says why it didn't go out. */
      reason?: string | undefined
      errorCode?: string | number | undefined
    }
  | ({ kind: 'reply' } & IncomingReply)
  | { kind: 'event'; key: string; data?: JsonObject | undefined }
  | {
      kind: 'effect'
      /** The id that the effect carried. */
      key: string
      /** The handle to leave by: a plugin's outcome, `next` of an HTTP request, or `failed`. */
      outcome: string
      output?: Json | undefined
      error?: { code: string; message: string } | undefined
    }
  | { kind: 'child'; key: string; status: string }

/** A text from the contact. */
export interface IncomingReply {
  id: string
  body: string
  /** Epoch milliseconds on the workspace's clock. */
  receivedAt: number
}

/** Everything from outside that one call of `advance` may see. Core itself has no clock and no chance. */
export interface RunEvent {
  /** Epoch milliseconds on the workspace's clock. */
  now: number
  contact: ContactFacts
  workflow: { id: string; name: string }
  /** The zone of contacts who have none; UTC when absent. */
  defaultTimeZone?: string | undefined
  signal?: Signal | undefined
  /** A reply that came while the run still waited for its own text to be accepted. */
  pendingReply?: IncomingReply | undefined
  /** Any text; the ids of messages and effects are derived from it, the run's id and the step. */
  seed: string
}
