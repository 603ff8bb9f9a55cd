import type { CarrierErasures } from '../../api/compliance.ts'
import { plural } from '../../ui/format.ts'

const known: Record<string, string> = {
  'no sender':
    'No sender of the account that sent them is left here. Add it again under Senders, with its credentials.',
  'no answer': 'Twilio couldn’t be reached.',
  '401': 'Twilio doesn’t accept the credentials. Replace them under Senders.',
  '20003': 'Twilio doesn’t accept the credentials. Replace them under Senders.',
  '20009': 'A text is still on its way; it can be deleted once that has ended.',
  '429': 'Twilio asked to be asked more slowly.',
  '20429': 'Twilio asked to be asked more slowly.',
}

/**
 * Why a text couldn't be deleted at the carrier, and what helps.
 * @param error Twilio's error code or an HTTP status (twilio.com/docs/api/errors), or that there was no sender or answer
 */
export function whyNotErased(error: string): string {
  const words = known[error]
  if (words !== undefined) return words
  const status = Number(error)
  if (status >= 500 && status < 600) return 'Twilio had a fault of its own.'
  return 'Twilio refused, for a reason that has no explanation here yet.'
}

/** The page of Twilio's about an error; null for what is none of its error codes. */
export function errorPage(error: string): string | null {
  return /^\d{5}$/.test(error) ? `https://www.twilio.com/docs/api/errors/${error}` : null
}

/** What is being done about what is left, in a sentence each. */
export function sayErasures({ left, failed }: Pick<CarrierErasures, 'left' | 'failed'>): string[] {
  const tried = left - failed
  return [
    ...(tried > 0
      ? [`${plural(tried, 'text is', 'texts are')} being tried, again and again for three days, at growing intervals.`]
      : []),
    ...(failed > 0
      ? [
          `${plural(failed, 'text was', 'texts were')} given up after three days: see why below, mend it, and try again.`,
        ]
      : []),
  ]
}

/** How many texts one reason keeps at the carrier. */
export function sayCounts(tried: number, failed: number): string {
  const parts = [
    ...(tried > 0 ? [`${plural(tried, 'text')} still being tried`] : []),
    ...(failed > 0 ? [`${plural(failed, 'text')} given up`] : []),
  ]
  return `${parts.join(', ')}.`
}
