import { z } from 'zod'
import { defineNodeKind } from './definition.ts'
import { labelField } from './label.ts'
import { readText } from './read.ts'

export const exitDataSchema = z.object({
  reason: z.string().trim().max(80).optional().meta({ title: 'Reason', description: 'Shown on the run.' }),
  label: labelField,
})

export const exit = defineNodeKind({
  kind: 'exit',
  title: 'Exit',
  category: 'end',
  icon: 'circle-check',
  description: 'Ends the workflow for this contact.',
  schema: exitDataSchema,
  defaults: {},
  summary: (data) => readText(data, 'reason') || 'End of the workflow',
  handles: () => [],
  isTarget: true,
  waits: false,
})
