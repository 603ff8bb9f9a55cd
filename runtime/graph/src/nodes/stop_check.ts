import { z } from 'zod'
import { defineNodeKind } from './definition.ts'
import { labelField } from './label.ts'

export const stopCheckDataSchema = z.object({ label: labelField })

export const stopCheck = defineNodeKind({
  kind: 'stop_check',
  title: 'STOP check',
  category: 'messages',
  icon: 'octagon-x',
  description: 'Goes on by whether the contact is still subscribed.',
  schema: stopCheckDataSchema,
  defaults: {},
  summary: () => 'Still subscribed?',
  handles: () => [
    { id: 'subscribed', label: 'Subscribed' },
    { id: 'opted_out', label: 'Opted out' },
  ],
  isTarget: true,
  waits: false,
})
