/** A text as the provider has it on record. */
export interface ListedMessage {
  sid: string
  /** The provider's own word. */
  status: string
  inbound: boolean
  /** null: a Messaging Service has not picked its sender yet. */
  from: string | null
  to: string
  messagingServiceSid: string | null
  body: string
  errorCode: number | null
  /** Negative once billed; null before. */
  price: number | null
  /** 0 until a Messaging Service has picked its sender. */
  segments: number
  /** Epoch milliseconds. */
  createdAt: number
}

/** A number that the provider writes as a text. */
export function numberOr<Absent>(text: string | null, absent: Absent): number | Absent {
  const value = text === null || text === '' ? Number.NaN : Number(text)
  return Number.isFinite(value) ? value : absent
}
