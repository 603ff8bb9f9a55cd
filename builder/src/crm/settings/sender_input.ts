import type { SenderInput } from '../../api/senders.ts'
import type { Sender } from '../../api/senders.ts'

const texts = ['label', 'phone', 'messagingServiceSid', 'accountSid', 'authToken'] as const
const limits = ['segmentsPerSecond', 'segmentsPerDay'] as const
const registrations = ['campaign', 'brand'] as const

/** The fields of the form, as the API names them. */
export const senderFields = [...texts, ...limits, ...registrations, 'pooled', 'optOutHandledBy'] as const

type Typed = (typeof texts)[number] | (typeof limits)[number] | (typeof registrations)[number]

/** The form as it is typed; an empty limit is none. */
export type SenderForm = Record<Typed, string> & {
  pooled: boolean
  optOutHandledBy: 'twilio' | 'us'
}

const typed = (value: string | number | null | undefined) =>
  value === null || value === undefined ? '' : String(value)

/** The form of a sender as it is now, or of a new one. */
export function senderForm(sender: Sender | null): SenderForm {
  return {
    label: typed(sender?.label),
    phone: typed(sender?.phone),
    messagingServiceSid: typed(sender?.messagingServiceSid),
    accountSid: typed(sender?.accountSid),
    authToken: '',
    segmentsPerSecond: typed(sender?.segmentsPerSecond),
    segmentsPerDay: typed(sender?.segmentsPerDay),
    campaign: typed(sender?.campaign),
    brand: typed(sender?.brand),
    pooled: sender?.pooled ?? false,
    optOutHandledBy: sender?.optOutHandledBy ?? 'twilio',
  }
}

/** What of the form the server is told: only what has a value and isn't as it was; an emptied limit or registration is taken away. */
export function senderInput(form: SenderForm, before: Sender | null): SenderInput {
  const was = senderForm(before)
  const input: SenderInput = {}
  for (const field of texts) {
    const value = form[field].trim()
    if (value && value !== was[field]) input[field] = value
  }
  for (const field of limits) {
    const value = form[field].trim()
    if (value !== was[field]) input[field] = value === '' ? null : Number(value)
  }
  for (const field of registrations) {
    const value = form[field].trim()
    if (value !== was[field]) input[field] = value || null
  }
  if (form.pooled !== was.pooled) input.pooled = form.pooled
  // Of a new sender the server knows better: short codes have no handling of STOP by Twilio.
  if (form.optOutHandledBy !== was.optOutHandledBy) input.optOutHandledBy = form.optOutHandledBy
  return input
}
