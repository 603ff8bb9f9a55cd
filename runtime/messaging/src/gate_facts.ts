import type { WorkspaceHours } from './quiet_hours.ts'
import type { ZoneGuess } from './zone_of.ts'

export type OptInStatus = 'pending' | 'opted_in' | 'opted_out'

/**
 * Why a text is sent; consent, quiet hours and caps depend on it. `confirmation` is the answer to a contact's own STOP,
 * START or HELP, `conversation` what a person wrote in the inbox.
 */
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

export interface ConfirmationFacts {
  of: 'stop' | 'start' | 'help'
  /** Epoch ms of the contact's text. */
  at: number
  /** Confirmations already sent for it. */
  sent: number
}

export interface SenderFacts {
  /** E.164, short code or Messaging Service SID. */
  address: string
  paused: boolean
  /** Epoch ms at which the pause ends by itself; null: when somebody lifts it. */
  pausedUntil?: number | null
}

export interface ContactFacts {
  phone: string
  optInStatus: OptInStatus
  /** The contact's newest inbound text; null: none. */
  lastInboundAt: number | null
}

/** How a workspace that asks for consent by text stands with a contact who has not given it. */
export interface OptInFacts {
  /** Epoch ms at which the contact was asked; null: not yet. */
  askedAt: number | null
  /** How long an answer is waited for. */
  answerWithinMs: number
}

/** Everything that decides one text. Times are epoch milliseconds of the workspace's clock. */
export interface GateFacts {
  now: number
  purpose: MessagePurpose
  body: string
  hasMedia: boolean
  contact: ContactFacts
  /** A suppression of the number itself, over all contacts of the workspace. */
  suppression: { reason: string; at: number } | null
  /** Null: the workspace has none, or the one asked for is gone. */
  sender: SenderFacts | null
  workspace: { frozen: boolean; hours: WorkspaceHours }
  /** Null when no workflow sends it. */
  workflow: { paused: boolean } | null
  zone: ZoneGuess
  /** Conversation exemption: within `windowMs` of the contact's last inbound text a reply may pass quiet hours. */
  conversation: {
    windowMs: number
    /** Whether a workflow's answer to a reply may pass too, not only a person's. */
    workflowsToo: boolean
  }
  caps: readonly FrequencyCap[]
  budget: Budget | null
  plannedAt: number
  /** After how long the text is stale; null: never. */
  expireAfterMs: number | null
  /** Set where a workflow's text to a pending contact waits until they have been asked; absent: it is blocked. */
  optIn?: OptInFacts | null
  /** Needed when `purpose` is `confirmation`. */
  confirmation?: ConfirmationFacts | null
}
