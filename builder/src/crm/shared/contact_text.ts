import type { Contact, OptInStatus } from '../../api/types.ts'
import type { Tone } from '../../ui/badge.tsx'

type Named = Pick<Contact, 'firstName' | 'lastName' | 'phone'>

/** A contact's name, or the number where no name is known. */
export function contactName(contact: Named): string {
  const name = [contact.firstName, contact.lastName].filter(Boolean).join(' ').trim()
  return name || formatPhone(contact.phone)
}

/**
 * A number in E.164 made readable: North American ones as `+1 (415) 555-0132`, others in groups of three.
 * Only for the eye; what is sent and stored is always E.164.
 */
export function formatPhone(phone: string): string {
  const american = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(phone)
  if (american) return `+1 (${american[1]}) ${american[2]}-${american[3]}`
  const other = /^\+(\d{2})(\d{5,13})$/.exec(phone)
  if (!other?.[2]) return phone
  return `+${other[1]} ${other[2].replace(/(\d{3})(?=\d{2})/g, '$1 ')}`.trim()
}

/**
 * What somebody typed as a number, in E.164 so far as that is plain: signs for the eye are dropped, `00` becomes `+`,
 * and ten digits are taken for a North American number.
 */
export function toE164(typed: string): string {
  const clean = typed.replaceAll(/[\s().\-/]/g, '').replace(/^00/, '+')
  if (/^[2-9]\d{9}$/.test(clean)) return `+1${clean}`
  if (/^1[2-9]\d{9}$/.test(clean)) return `+${clean}`
  return clean
}

/** The words and the tone for a consent state. */
export const consentText: Record<OptInStatus, { label: string; tone: Tone; meaning: string }> = {
  opted_in: { label: 'Opted in', tone: 'ok', meaning: 'May be texted.' },
  pending: {
    label: 'No consent yet',
    tone: 'warn',
    meaning: 'Gets no text but an opt-in request until consent is recorded.',
  },
  opted_out: { label: 'Opted out', tone: 'bad', meaning: 'Asked not to be texted. Nothing is sent to this number.' },
}
