import type { WorkspaceHours } from './quiet_hours.ts'
import type { ZoneGuess } from './zone_of.ts'

export type OptInStatus = 'pending' | 'opted_in' | 'opted_out'

/** Why a text is sent; consent, quiet hours and caps depend on it. */
export type MessagePurpose = 'workflow' | 'conversation' | 'opt_in_request' | 'confirmation'

/** One frequency cap: at most `limit` texts to this contact in any `windowMs`, over all workflows. */
export interface FrequencyCap {
  limit: number
  windowMs: number
  /** Texts that the cap counts in the window that ends now. */
  sent: number
  /** Epoch ms at which the oldest counted text leaves the window; null when not known. */
  freesAt: number | null
}

export interface Budget {
  /** Limit, spent so far and the cost of this text, in one unit of the caller's choice (cents, segments). */
  limit: number
  spent: number
  cost: number
  /** Epoch ms at which the budget begins anew; null when only a person can raise it. */
  renewsAt: number | null
}

/** A reply to the contact's own STOP, START or HELP. */
export interface ConfirmationFacts {
  of: 'stop' | 'start' | 'help'
  /** Epoch ms of the contact's text. */
  at: number
  /** Confirmations already sent for it. */
  sent: number
}

/** Everything that decides one text. Times are epoch milliseconds of the workspace's clock. */
export interface GateFacts {
  now: number
  purpose: MessagePurpose
  body: string
  hasMedia: boolean
  contact: {
    phone: string
    optInStatus: OptInStatus
    /** The contact's newest inbound text; null: none. */
    lastInboundAt: number | null
    /** Twilio said that the number can't be texted (invalid, landline, disconnected). */
    unreachable?: boolean
  }
  /** A suppression of the number itself, over all contacts of the workspace. */
  suppression: { reason: string; at: number } | null
  sender: { address: string; paused: boolean; pausedUntil?: number | null } | null
  workspace: { frozen: boolean; hours: WorkspaceHours }
  workflow: { paused: boolean } | null
  zone: ZoneGuess
  /** Conversation exemption: a reply within `windowMs` of the contact's last inbound text may pass quiet hours. */
  conversation: { windowMs: number; workflowsToo: boolean }
  caps: readonly FrequencyCap[]
  budget: Budget | null
  /** When the text was planned, and after how long it is stale; null: never. */
  plannedAt: number
  expireAfterMs: number | null
  /** Needed when `purpose` is `confirmation`. */
  confirmation?: ConfirmationFacts | null
}
