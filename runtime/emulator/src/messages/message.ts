/** Every status that a text can have. Source: the Message resource's enum. */
export type MessageStatus =
  | 'accepted'
  | 'scheduled'
  | 'queued'
  | 'sending'
  | 'sent'
  | 'delivered'
  | 'undelivered'
  | 'failed'
  | 'canceled'
  | 'received'

export interface MessageMedia {
  sid: string
  contentType: string
  /** Where the sender said it lies; empty for media that came with an inbound text. */
  url: string
  data: Buffer | null
  createdAt: number
}

/** One text as the emulator keeps it. Times are ms since 1970 on the account's clock. */
export interface Message {
  sid: string
  accountSid: string
  direction: 'inbound' | 'outbound-api' | 'outbound-reply'
  from: string | null
  to: string
  body: string
  status: MessageStatus
  errorCode: number | null
  segments: number
  serviceSid: string | null
  media: MessageMedia[]
  statusCallback: string
  createdAt: number
  updatedAt: number
  sentAt: number | null
  price: string | null
  /** Written by Twilio itself (the answer to STOP): on the phone, but not in the API's list. */
  automatic: boolean
  /** Not in the list before this moment of the emulator's time: lists lag. */
  listedAt: number
  /** Raised whenever the life cycle is broken off, so that what was planned before does nothing. */
  course: number
}

const FINAL: ReadonlySet<MessageStatus> = new Set(['delivered', 'undelivered', 'failed', 'canceled', 'received'])

/** Whether a text's status changes no more. */
export function isFinal(status: MessageStatus): boolean {
  return FINAL.has(status)
}
