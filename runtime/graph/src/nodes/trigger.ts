import { z } from 'zod'
import { tagSchema } from '../schema/primitives.ts'
import { defineNodeKind, NEXT } from './definition.ts'
import { labelField } from './label.ts'
import { eventInWords, readText, readTexts } from './read.ts'
import type { NodeData } from '../schema/graph.ts'

/** What can start a run. */
export const TRIGGER_EVENTS = [
  'contact_created',
  'tag_added',
  'keyword',
  'event',
  'segment_entered',
  'schedule',
  'webhook',
  'manual',
] as const
export type TriggerEvent = (typeof TRIGGER_EVENTS)[number]

/** The field that an event needs beside its name. */
const NEEDED: Partial<Record<TriggerEvent, readonly (readonly [field: string, mend: string])[]>> = {
  tag_added: [['tag', 'Choose the tag that starts the workflow']],
  keyword: [['keywords', 'Write at least one word that people text to start']],
  event: [['name', 'Name the event that starts the workflow']],
  segment_entered: [['segmentId', 'Choose the segment that starts the workflow']],
  schedule: [
    ['rrule', 'Say how often the schedule runs'],
    ['segmentId', 'Choose the segment that the schedule sends to'],
  ],
}

const showFor = (...events: TriggerEvent[]) => ({ showWhen: { field: 'on', in: events } })

export const triggerDataSchema = z
  .object({
    on: z.enum(TRIGGER_EVENTS).meta({ title: 'Starts when' }),
    tag: tagSchema.optional().meta({ title: 'Tag', ui: { widget: 'tag', ...showFor('tag_added') } }),
    keywords: z
      .array(z.string().trim().min(1).max(40))
      .max(50)
      .optional()
      .meta({
        title: 'Words',
        description: 'A text that is one of these words starts the workflow.',
        ui: { widget: 'words', ...showFor('keyword') },
      }),
    name: z
      .string()
      .trim()
      .min(1)
      .max(100)
      .optional()
      .meta({ title: 'Event', ui: { widget: 'event', ...showFor('event') } }),
    segmentId: z
      .string()
      .min(1)
      .max(64)
      .optional()
      .meta({ title: 'Segment', ui: { widget: 'segment', ...showFor('segment_entered', 'schedule') } }),
    rrule: z
      .string()
      .max(500)
      .regex(/^(RRULE:)?FREQ=(MINUTELY|HOURLY|DAILY|WEEKLY|MONTHLY|YEARLY)(;[A-Z]+=[A-Z0-9,+:-]+)*$/, {
        message: 'Write a rule such as FREQ=WEEKLY;BYDAY=MO;BYHOUR=9',
      })
      .optional()
      .meta({ title: 'Repeats', ui: { widget: 'rrule', ...showFor('schedule') } }),
    label: labelField,
  })
  .superRefine((data, context) => {
    for (const [field, message] of NEEDED[data.on] ?? []) {
      const value = Object.entries(data).find(([key]) => key === field)?.[1]
      if (value === undefined || (Array.isArray(value) && value.length === 0))
        context.addIssue({ code: 'custom', path: [field], message })
    }
  })
export type TriggerData = z.infer<typeof triggerDataSchema>

function summary(data: NodeData): string {
  switch (readText(data, 'on')) {
    case 'contact_created':
      return 'When a contact is added'
    case 'tag_added':
      return `When tagged ${readText(data, 'tag') || '…'}`
    case 'keyword':
      return `When someone texts ${readTexts(data, 'keywords').join(', ') || '…'}`
    case 'event':
      return `On ${eventInWords(readText(data, 'name')) || 'an event'}`
    case 'segment_entered':
      return 'When someone enters a segment'
    case 'schedule':
      return 'On a schedule'
    case 'webhook':
      return 'When another system calls'
    case 'manual':
      return 'When started by hand'
    default:
      return 'Choose what starts it'
  }
}

export const trigger = defineNodeKind({
  kind: 'trigger',
  title: 'Trigger',
  category: 'start',
  icon: 'zap',
  description: 'Starts the workflow for a contact.',
  schema: triggerDataSchema,
  defaults: { on: 'contact_created' },
  summary,
  handles: () => [NEXT],
  isTarget: false,
  waits: false,
})
