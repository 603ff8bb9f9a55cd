import { z } from 'zod'
import { isTimeZone } from '#app/core/time_zone'
import { retentionSchema } from '#app/retention/retention_settings'

const timeOfDay = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'must be a time such as 09:00')
/** The end of the hours may also be the end of the day. */
const endOfHours = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'must be a time such as 20:00')
const duration = z
  .string()
  .regex(
    /^P(?=\d|T\d)(\d{1,3}W|(\d{1,4}D)?(T(?=\d)(\d{1,5}H)?(\d{1,6}M)?(\d{1,7}S)?)?)$/,
    'must be a duration such as PT24H',
  )

const zone = z.string().refine(isTimeZone, 'must be a time zone such as America/New_York')

/**
 * A workspace's settings with what holds until somebody sets them. What is stored is only what was set, so that a
 * better default reaches everybody who never chose.
 */
export const settingsSchema = z
  .object({
    quietHours: z
      .object({ start: timeOfDay, end: endOfHours })
      .nullable()
      .default({ start: '09:00', end: '20:00' })
      .meta({ description: "When texts may go out, in the recipient's zone; null: at any time that the law allows" }),
    unknownPolicy: z
      .object({ after: duration, then: z.enum(['skip', 'hold', 'resend']) })
      .default({ after: 'PT24H', then: 'skip' })
      .meta({
        description: 'What becomes of a run whose text may or may not have been sent; resend may send it twice',
      }),
    optOutReplies: z
      .enum(['carrier', 'own'])
      .default('carrier')
      .meta({ description: 'Who confirms STOP, START and HELP: the carrier, or we' }),
    frequencyCaps: z
      .array(z.object({ limit: z.int().min(1).max(1000), window: duration }))
      .max(5)
      .default([])
      .meta({ description: 'At most so many texts to one contact in a window, over all workflows' }),
    conversationWindow: duration
      .default('PT24H')
      .meta({ description: 'How long after a text of theirs a person may be answered in quiet hours' }),
    doubleOptIn: z
      .boolean()
      .default(false)
      .meta({ description: 'Whoever joins by the public form is asked by text, and their "yes" opts them in' }),
    optInText: z.string().trim().max(1600).default('').meta({
      description: 'The question for consent, whoever asks it: form, workflow or member; empty: our own wording',
    }),
    optInRequests: z
      .object({ answerWithin: duration.default('P3D') })
      .nullable()
      .default(null)
      .meta({
        description:
          'Whoever has not consented yet is asked once, by text, when a workflow would text them; the run waits so long for the "yes". null: such texts are blocked',
      }),
    timeZone: zone.nullable().default(null).meta({ description: 'For contacts whose own zone is not known' }),
    linkDomain: z
      .string()
      .trim()
      .max(200)
      .regex(/^https?:\/\/[\w.-]+(:\d+)?\/?$/, 'must be an address such as https://go.example.com')
      .nullable()
      .default(null)
      .meta({ description: "Of short links; it must lead to this server. null: the server's own address" }),
    brandName: z
      .string()
      .trim()
      .max(80)
      .default('')
      .meta({ description: 'Who the texts are from; shown on the public pages' }),
    retention: retentionSchema,
    supportContact: z.string().trim().max(200).default('').meta({ description: 'Phone, e-mail or address for HELP' }),
  })
  .meta({ id: 'Settings' })

export type WorkspaceSettings = z.output<typeof settingsSchema>

/** The settings in force: what was set, over the defaults. */
export function effectiveSettings(stored: unknown): WorkspaceSettings {
  const read = settingsSchema.safeParse(stored ?? {})
  return read.success ? read.data : settingsSchema.parse({})
}
