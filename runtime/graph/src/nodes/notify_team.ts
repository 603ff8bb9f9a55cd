import { z } from 'zod'
import { templateSchema } from '../schema/primitives.ts'
import { defineNodeKind, NEXT } from './definition.ts'
import { labelField } from './label.ts'
import { oneLine, readText } from './read.ts'

export const notifyTeamDataSchema = z.object({
  message: templateSchema(1000)
    .min(1, 'Write what the team is told')
    .meta({ title: 'Note to the team', ui: { widget: 'template', rows: 3 } }),
  memberId: z
    .string()
    .min(1)
    .max(64)
    .optional()
    .meta({ title: 'Only to', ui: { widget: 'member', group: 'more' } }),
  label: labelField,
})

export const notifyTeam = defineNodeKind({
  kind: 'notify_team',
  title: 'Notify team',
  category: 'team',
  icon: 'bell',
  description: "Leaves a note in the contact's conversation; the workflow goes on.",
  schema: notifyTeamDataSchema,
  defaults: { message: '' },
  summary: (data) => oneLine(readText(data, 'message')) || 'Write the note',
  handles: () => [NEXT],
  isTarget: true,
  waits: false,
})
