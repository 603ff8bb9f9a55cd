import type { Refusal } from '../http/answer.ts'
import type { MessagingService, SenderNumber } from '../state/senders.ts'

/** Who a create request is from and to, once it has been found right. */
export interface Addresses {
  to: string
  /** Null: the service has yet to pick one. */
  from: string | null
  number: SenderNumber | null
  service: MessagingService | null
}

/** What a create request wants to say and how. */
export interface Content {
  body: string
  mediaUrls: string[]
  statusCallback: string
  validitySeconds: number
  smartEncoded: boolean
  /** Null: at once. ms since 1970. */
  sendAt: number | null
}

export type Checked<T> = { ok: true; value: T } | { ok: false; refusal: Refusal }

export function right<T>(value: T): Checked<T> {
  return { ok: true, value }
}

export function wrong(refusal: Refusal): { ok: false; refusal: Refusal } {
  return { ok: false, refusal }
}
