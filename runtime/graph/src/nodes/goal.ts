import { z } from 'zod'
import { conditionSchema } from '../schema/condition.ts'
import { defineNodeKind } from './definition.ts'
import { labelField } from './label.ts'
import { isRecord, readText } from './read.ts'

export const goalDataSchema = z.object({
  name: z
    .string()
    .trim()
    .max(80)
    .default('')
    .meta({ title: 'Goal', ui: { placeholder: 'Bought something' } }),
  event: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .optional()
    .meta({ title: 'Reached on the event', description: 'Wherever the contact stands in the workflow.' }),
  when: conditionSchema
    .optional()
    .meta({ title: 'Reached when', description: 'Wherever the contact stands in the workflow.' }),
  label: labelField,
})
export type GoalData = z.infer<typeof goalDataSchema>

export const goal = defineNodeKind({
  kind: 'goal',
  title: 'Goal',
  category: 'end',
  icon: 'trophy',
  description: 'Ends the workflow as a success, when reached on the canvas or by an event or condition.',
  schema: goalDataSchema,
  defaults: { name: '' },
  summary: (data) => {
    const name = readText(data, 'name') || 'Goal reached'
    if (readText(data, 'event')) return `${name}: on ${readText(data, 'event')}`
    return isRecord(data['when']) ? `${name}: by a condition` : name
  },
  handles: () => [],
  isTarget: true,
  waits: false,
})
