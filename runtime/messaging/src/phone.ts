/*
 * libphonenumber-js with its "min" metadata (80 kB): it knows every country's possible and valid lengths and prefixes, and
 * runs in the browser. "max" (150 kB) adds line types, which for US numbers say "fixed line or mobile" anyway.
 */
import {
  isSupportedCountry,
  parsePhoneNumberWithError,
  ParseError,
  type CountryCode,
  type PhoneNumber,
} from 'libphonenumber-js/min'

export type PhoneFault = 'empty' | 'not_a_number' | 'no_country' | 'too_short' | 'too_long' | 'invalid'

export type PhoneResult =
  | {
      ok: true
      /** "+14155550100" */
      e164: string
      /** ISO 3166, when the number belongs to one country. */
      country: string | null
    }
  | { ok: false; code: PhoneFault; message: string }

const MESSAGES: Record<PhoneFault, string> = {
  empty: 'A phone number is needed.',
  not_a_number: 'This is not a phone number.',
  no_country: 'Begin the number with + and the country code.',
  too_short: 'The phone number is too short.',
  too_long: 'The phone number is too long.',
  invalid: 'No phone has this number; check its digits.',
}

const FAULTS: Record<string, PhoneFault> = {
  NOT_A_NUMBER: 'not_a_number',
  INVALID_COUNTRY: 'no_country',
  TOO_SHORT: 'too_short',
  TOO_LONG: 'too_long',
  INVALID_LENGTH: 'invalid',
}

/**
 * North American numbers by the numbering plan's own pattern: new area codes come faster than metadata, and Twilio's magic
 * numbers (+1500555…), the fictional area code 555 and the British drama numbers are for trying things out. What isn't in service the carrier tells.
 */
const LENIENT = /^\+1(?:[2-9]\d{2}[2-9]\d{6}|555\d{7}|500555\d{4})$|^\+447700900\d{3}$/

/**
 * Turns what a person typed into an E.164 number.
 * @param input any writing: "(415) 555-0100", "+44 7911 123456", "0044 …"
 * @param defaultCountry ISO 3166 of numbers without a country code
 */
export function parsePhone(input: string, defaultCountry = 'US'): PhoneResult {
  const trimmed = input.normalize('NFKC').trim()
  if (trimmed === '') return fault('empty')
  if (trimmed.length > 60) return fault('not_a_number')
  const international = trimmed.replace(/^\(?00(?=\d)/, '+')
  try {
    return judge(
      parsePhoneNumberWithError(international, { defaultCountry: countryOf(defaultCountry), extract: false }),
    )
  } catch (error) {
    if (error instanceof ParseError) return fault(FAULTS[error.message] ?? 'invalid')
    throw error
  }
}

function judge(parsed: PhoneNumber): PhoneResult {
  const e164 = parsed.number
  if (parsed.ext) return fault('not_a_number')
  if (!parsed.isValid() && !LENIENT.test(e164)) return fault('invalid')
  return { ok: true, e164, country: parsed.country ?? (e164.startsWith('+1') ? 'US' : null) }
}

function countryOf(code: string): CountryCode | undefined {
  const upper = code.toUpperCase()
  return isSupportedCountry(upper) ? upper : undefined
}

function fault(code: PhoneFault): PhoneResult {
  return { ok: false, code, message: MESSAGES[code] }
}

/**
 * Whether this is a US toll-free number. The network itself blocks texts from those after a STOP, and only START or
 * UNSTOP, texted to the same number, lifts that. Source: Twilio's "Toll-free opt-out keywords".
 * @param e164 "+18335550100"
 */
export const isTollFree = (e164: string): boolean => /^\+18(?:00|33|44|55|66|77|88)\d{7}$/.test(e164)

/** An E.164 number as people write it: nationally for +1, internationally else; what can't be read comes back as it is. */
export function formatPhone(e164: string): string {
  try {
    const parsed = parsePhoneNumberWithError(e164)
    return parsed.countryCallingCode === '1' ? parsed.formatNational() : parsed.formatInternational()
  } catch (error) {
    if (error instanceof ParseError) return e164
    throw error
  }
}
