import { COUNTRY_ZONES } from './data/country_zones.ts'
import { NANP_REGIONS, type NanpRegion } from './data/nanp.ts'
import { parsePhone } from './phone.ts'
import { isKnownZone } from './zone_offsets.ts'

export type ZoneSource = 'contact' | 'state' | 'number' | 'unknown'

export interface ZoneFacts {
  /** The contact's own IANA zone, when known. */
  contactZone?: string | null
  /** Two-letter US state or Canadian province of the contact's address. */
  postalState?: string | null
  /** E.164. */
  phone: string
  /** Where the workspace is; the last resort. */
  workspaceZone?: string | null
}

export interface ZoneGuess {
  /** Candidate IANA zones; a text may go out only when all of them allow it. Never empty. */
  zones: string[]
  source: ZoneSource
  /** True when the zone is stated or can only be this one. */
  sure: boolean
  /** US state or Canadian province, from the address or else the area code. */
  state: string | null
  /** ISO 3166 country, from the number or else the state. */
  country: string | null
}

interface Place {
  country: string | null
  state: string | null
  zones: readonly string[]
}

const byAreaCode = new Map<string, Place>()
const byState = new Map<string, Place>()
for (const region of NANP_REGIONS) indexRegion(region)

function indexRegion(region: NanpRegion): void {
  const { country, state } = region
  const zones = region.zones.split(' ')
  if (state !== null) byState.set(state, { country, state, zones })
  for (const code of region.codes.split(' ')) byAreaCode.set(code, { country, state, zones })
  for (const [zone, codes] of Object.entries(region.only ?? {})) {
    for (const code of codes.split(' ')) byAreaCode.set(code, { country, state, zones: [zone] })
  }
}

/**
 * Tells in which time zone(s) the person behind a number may be, and how we know: the contact's own zone, else the state
 * of the address, else the number. People move and numbers are ported, so an area code is never sure.
 */
export function zoneOf(facts: ZoneFacts): ZoneGuess {
  const number = placeOfNumber(facts.phone)
  const address = byState.get(facts.postalState?.trim().toUpperCase() ?? '') ?? null
  const { state, country } = address ?? number
  if (facts.contactZone && isKnownZone(facts.contactZone)) {
    return { zones: [facts.contactZone], source: 'contact', sure: true, state, country }
  }
  return { ...(address ? byAddress(address, number) : byNumber(number, facts)), state, country }
}

type Guess = Pick<ZoneGuess, 'zones' | 'source' | 'sure'>

/** A number of the same state tells on which side of a zone border it is used. */
function byAddress(address: Place, number: Place): Guess {
  const zones = number.state === address.state ? number.zones : address.zones
  return { zones: [...zones], source: 'state', sure: address.zones.length === 1 }
}

function byNumber(number: Place, facts: ZoneFacts): Guess {
  if (number.zones.length > 0) {
    const isNanp = facts.phone.startsWith('+1')
    return { zones: [...number.zones], source: 'number', sure: !isNanp && number.zones.length === 1 }
  }
  const fallback = COUNTRY_ZONES.get(number.country ?? '') ?? [knownOr(facts.workspaceZone, 'UTC')]
  return { zones: [...fallback], source: 'unknown', sure: false }
}

function knownOr(zone: string | null | undefined, otherwise: string): string {
  return zone && isKnownZone(zone) ? zone : otherwise
}

/** Toll-free and other codes without a place may be used anywhere in the US. */
function placeOfNumber(phone: string): Place {
  if (/^\+1\d{10}$/.test(phone)) {
    return byAreaCode.get(phone.slice(2, 5)) ?? { country: 'US', state: null, zones: [] }
  }
  const parsed = parsePhone(phone)
  const country = parsed.ok ? parsed.country : null
  return { country, state: null, zones: COUNTRY_ZONES.get(country ?? '') ?? [] }
}
