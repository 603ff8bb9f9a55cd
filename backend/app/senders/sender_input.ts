import { parsePhone } from '@soniarose/messaging'
import { z } from 'zod'
import { invalidField, type Problem } from '#app/core/problem'

/** The id or name under which The Campaign Registry knows it; compared as it is. */
const registration = z.string().trim().min(1).max(80).nullable().optional()

/** What can be said of a sender. */
export const senderFields = z.object({
  label: z.string().trim().min(1).max(120).optional(),
  phone: z.string().max(40).optional(),
  messagingServiceSid: z
    .string()
    .regex(/^MG[0-9a-fA-F]{32}$/, 'is MG and 32 hex digits')
    .optional(),
  accountSid: z
    .string()
    .regex(/^AC[0-9a-zA-Z]{1,60}$/, 'begins with AC')
    .optional(),
  authToken: z.string().min(1).max(200).optional().meta({ description: 'Kept encrypted; never shown again' }),
  isDefault: z.boolean().optional(),
  pooled: z.boolean().optional().meta({ description: 'New contacts may get it, as they may get the default one' }),
  segmentsPerSecond: z.number().positive().max(10_000).nullable().optional(),
  segmentsPerDay: z.int().min(1).nullable().optional(),
  campaign: registration.meta({ description: '10DLC: numbers of one campaign share its segments a second' }),
  brand: registration.meta({ description: '10DLC: numbers of one brand share its segments a day' }),
  optOutHandledBy: z.enum(['twilio', 'us']).optional(),
})

export type SenderInput = z.output<typeof senderFields>

/** A number as senders have it: E.164, or a short code as it is. Null: none was given. */
export function senderPhone(given: string | undefined): string | null | Problem {
  if (given === undefined || given === '') return null
  if (/^\d{3,6}$/.test(given)) return given
  const phone = parsePhone(given, 'US')
  return phone.ok ? phone.e164 : invalidField('phone', 'E_INVALID_PHONE', phone.message)
}
