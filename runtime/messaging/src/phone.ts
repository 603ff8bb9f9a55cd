import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/min'

export type PhoneResult =
  | { ok: true; e164: string; country: CountryCode | null }
  | { ok: false; code: 'empty' | 'not_a_number' | 'too_short' | 'too_long' | 'invalid_country' | 'invalid'; message: string }

/** Turns what a person typed into an E.164 number. */
export function parsePhone(input: string, defaultCountry?: CountryCode): PhoneResult {
  const parsed = parsePhoneNumberFromString(input, defaultCountry)
  if (!parsed?.isPossible()) return { ok: false, code: 'invalid', message: 'This is not a phone number.' }
  return { ok: true, e164: parsed.number, country: parsed.country ?? null }
}

/** An E.164 number as people write it; unparsable input comes back as it is. */
export function formatPhone(e164: string): string {
  return parsePhoneNumberFromString(e164)?.formatInternational() ?? e164
}
