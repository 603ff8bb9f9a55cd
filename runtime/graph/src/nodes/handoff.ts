import { z } from 'zod'
import { templateSchema } from '../schema/primitives.ts'
import { defineNodeKind, NEXT } from './definition.ts'
import { labelField } from './label.ts'
import { oneLine, readText } from './read.ts'

export const handoffDataSchema = z.object({
  note: templateSchema(1000)
    .optional()
    .meta({ title: 'What the operator should know', ui: { widget: 'template', rows: 3 } }),
  memberId: z
    .string()
    .min(1)
    .max(64)
    .optional()
    .meta({ title: 'To', ui: { widget: 'member', group: 'more' } }),
  label: labelField,
})

export const handoff = defineNodeKind({
  kind: 'handoff',
  title: 'Hand over',
  category: 'team',
  icon: 'hand-helping',
  description: 'Opens the conversation in the inbox for a person to take over.',
  schema: handoffDataSchema,
  defaults: {},
  summary: (data) => oneLine(readText(data, 'note')) || 'To the inbox',
  handles: () => [NEXT],
  isTarget: true,
  waits: false,
})
