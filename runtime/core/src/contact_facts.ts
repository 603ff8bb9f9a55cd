import type { JsonObject } from './json.ts'

export type OptInStatus = 'pending' | 'opted_in' | 'opted_out'

/** What a run may know of its contact, as of the moment at which it advances. */
export interface ContactFacts {
  id: string
  /** E.164. */
  phone: string
  firstName: string | null
  lastName: string | null
  email: string | null
  /** IANA name; null falls back to the event's `defaultTimeZone`. */
  timeZone: string | null
  optInStatus: OptInStatus
  tags: readonly string[]
  attributes: JsonObject
  /** ISO 8601. */
  createdAt: string
}
