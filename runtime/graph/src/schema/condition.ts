import { z } from 'zod'

/**
 * What a rule can ask of a field. A missing value (null, undefined, empty text or list) answers no to every
 * question but `is_not_set`; each `not_…` is the exact opposite of its positive twin, so that it answers yes.
 */
export const RULE_OPERATORS = [
  'is_set',
  'is_not_set',
  'equals',
  'not_equals',
  'contains',
  'not_contains',
  'starts_with',
  'ends_with',
  'gt',
  'gte',
  'lt',
  'lte',
  'before',
  'after',
  'within_last',
  'not_within_last',
  'within_next',
  'has_tag',
  'not_has_tag',
  'in',
  'not_in',
  'is_true',
  'is_false',
] as const
export type RuleOperator = (typeof RULE_OPERATORS)[number]

/** Operators that need no value beside the field. */
export const VALUELESS_OPERATORS: ReadonlySet<RuleOperator> = new Set(['is_set', 'is_not_set', 'is_true', 'is_false'])

/** One question to one field, such as `contact.attributes.city equals Lyon`. */
export interface Rule {
  field: string
  op: RuleOperator
  value?: string | number | boolean | string[] | number[] | undefined
}

/** A tree of rules: all of them, any of them, not this one, or a single rule. */
export type Condition = { all: Condition[] } | { any: Condition[] } | { not: Condition } | Rule

/** Where a field's path may begin. */
export const FIELD_ROOTS = ['contact', 'run', 'reply', 'steps', 'trigger', 'workflow'] as const

export const ruleSchema = z
  .strictObject({
    field: z
      .string()
      .max(200)
      .regex(
        /^(contact|run|reply|steps|trigger|workflow)(\.[A-Za-z0-9_:-]{1,64}){1,6}$/,
        'Choose a field such as contact.firstName, contact.attributes.city, reply.body or steps.quote.text',
      )
      .meta({ title: 'Field', ui: { widget: 'field' } }),
    op: z.enum(RULE_OPERATORS).meta({ title: 'Is' }),
    value: z
      .union([
        z.string().max(500),
        z.number(),
        z.boolean(),
        z.array(z.string().max(200)).max(200),
        z.array(z.number()).max(200),
      ])
      .optional()
      .meta({ title: 'Value' }),
  })
  .refine((rule) => VALUELESS_OPERATORS.has(rule.op) || rule.value !== undefined, {
    message: 'Give the rule a value to compare with',
    path: ['value'],
  })

export const conditionSchema: z.ZodType<Condition> = z
  .lazy(() =>
    z.union(
      [
        z.strictObject({ all: z.array(conditionSchema).min(1).max(50) }),
        z.strictObject({ any: z.array(conditionSchema).min(1).max(50) }),
        z.strictObject({ not: conditionSchema }),
        ruleSchema,
      ],
      'A condition is a rule {field, op, value}, or {all: […]}, {any: […]} or {not: …} of conditions',
    ),
  )
  .meta({ id: 'Condition', title: 'Condition', ui: { widget: 'condition' } })
