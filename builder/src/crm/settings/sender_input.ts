import type { SenderInput } from '../../api/settings.ts'
import type { Sender } from '../../api/types.ts'

/** The fields of the form, as the API names them. */
export const senderFields = ['label', 'phone', 'messagingServiceSid', 'accountSid', 'authToken'] as const
export type SenderForm = Record<(typeof senderFields)[number], string>

/** What of the form the server is told: only what has a value and isn't as it was. */
export function senderInput(form: SenderForm, before: Sender | null): SenderInput {
  const input: SenderInput = {}
  for (const field of senderFields) {
    const value = form[field].trim()
    const old = field === 'authToken' ? '' : (before?.[field] ?? '')
    if (value && value !== old) input[field] = value
  }
  return input
}
