import { z } from 'zod'

const months = z.int().min(1).max(240).nullable().default(null)

/**
 * What a workspace lets go of, and when; null: never. Consents, opt-outs, the suppression list, who was texted when with
 * the decision that let it out, runs and the audit log are kept in any case.
 */
export const retentionSchema = z
  .object({
    steps: months.meta({
      description: 'Months after a run has ended until its steps, calls and variables go; the run itself stays',
    }),
    texts: months.meta({
      description:
        'Months until the words and pictures of a text are emptied; who, when, its status and the decision stay. ' +
        'What a consent or an opt-out rests on keeps its words',
    }),
    webhookDays: z
      .int()
      .min(7)
      .max(3650)
      .nullable()
      .default(90)
      .meta({ description: "Days until the carrier's calls, as they came in, go; what was made of them stays" }),
  })
  .default({ steps: null, texts: null, webhookDays: 90 })

export type Retention = z.output<typeof retentionSchema>
