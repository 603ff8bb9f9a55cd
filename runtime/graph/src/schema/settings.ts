import { z } from 'zod'
import { conditionSchema } from './condition.ts'
import { durationSchema, idSchema } from './primitives.ts'

/** When a contact who has been through the workflow may enter it again. */
export const REENTRY_RULES = ['never', 'after_exit', 'always', 'every_n_days'] as const
export type ReentryRule = (typeof REENTRY_RULES)[number]

/** Ends a run from outside, wherever it stands, as soon as its condition holds or its event comes. */
export const exitRuleSchema = z
  .object({
    id: idSchema,
    label: z.string().max(80).meta({ title: 'Name' }),
    when: conditionSchema.optional().meta({ title: 'Leave when', ui: { widget: 'condition' } }),
    event: z.string().min(1).max(100).optional().meta({ title: 'Leave on the event' }),
  })
  .refine((rule) => rule.when !== undefined || rule.event !== undefined, {
    message: 'Say when people leave: a condition or an event',
    path: ['when'],
  })
export type ExitRule = z.infer<typeof exitRuleSchema>

export const settingsSchema = z
  .object({
    reentry: z.enum(REENTRY_RULES).default('never').meta({
      title: 'Can people come in again?',
      description:
        'never: once in a lifetime. after_exit: again once the former run has ended. always: also beside a run under way. every_n_days: at most once in so many days.',
    }),
    reentryDays: z
      .number()
      .int()
      .min(1)
      .max(3650)
      .optional()
      .meta({ title: 'Days between two entries', ui: { showWhen: { field: 'reentry', in: ['every_n_days'] } } }),
    exitRules: z.array(exitRuleSchema).max(20).optional().meta({ title: 'Exit rules' }),
    unknownPolicy: z
      .object({ after: durationSchema, then: z.enum(['skip', 'hold', 'resend']) })
      .optional()
      .meta({
        title: 'When it stays unknown whether a text was sent',
        description: 'Overrides the workspace. resend may send a text twice.',
      }),
  })
  .superRefine((settings, context) => {
    if (settings.reentry === 'every_n_days' && settings.reentryDays === undefined)
      context.addIssue({
        code: 'custom',
        path: ['reentryDays'],
        message: 'Say how many days must lie between two entries',
      })
  })
export type GraphSettings = z.infer<typeof settingsSchema>
