export type ZoneSource = 'contact' | 'state' | 'number' | 'unknown'

export interface ZoneFacts {
  /** The contact's own IANA zone, when known. */
  contactZone?: string | null
  /** Two-letter US state or Canadian province of the contact's address. */
  postalState?: string | null
  /** E.164. */
  phone: string
}

export interface ZoneGuess {
  /** Candidate IANA zones; a text may go out only when all of them allow it. */
  zones: string[]
  source: ZoneSource
  /** True when the zone is stated or can only be this one. */
  sure: boolean
  /** US state or Canadian province, when the address or the number tells it. */
  state: string | null
  /** ISO 3166 country of the number, when it can be told. */
  country: string | null
}

/** Tells in which time zone(s) the person behind a number may be, and how we know. */
export function zoneOf(facts: ZoneFacts): ZoneGuess {
  throw new Error(`zoneOf: not yet built for ${facts.phone}`)
}
