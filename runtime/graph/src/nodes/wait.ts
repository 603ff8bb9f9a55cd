import { z } from 'zod'
import { durationSchema, signedDurationSchema, timeOfDaySchema, WEEKDAYS } from '../schema/primitives.ts'
import { defineNodeKind, NEXT, type Handle } from './definition.ts'
import { labelField } from './label.ts'
import { durationInWords, eventInWords, readText, readTexts } from './read.ts'
import type { NodeData } from '../schema/graph.ts'

/** The ways to wait, of which a node has exactly one. */
const MODES = ['for', 'untilTime', 'untilDate', 'untilEvent'] as const

const DATE_OR_FIELD =
  /^(\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:?\d{2})?)?|contact(\.[A-Za-z0-9_:-]{1,64}){1,4})$/

export const waitDataSchema = z
  .object({
    for: durationSchema.optional().meta({
      title: 'For',
      description: 'Days, weeks, months and years keep the time of day; hours, minutes and seconds are exact.',
      ui: { widget: 'duration', oneOf: 'wait' },
    }),
    untilTime: timeOfDaySchema.optional().meta({
      title: 'Until a time of day',
      description: "In the contact's time zone.",
      ui: { widget: 'time', oneOf: 'wait' },
    }),
    days: z
      .array(z.enum(WEEKDAYS))
      .min(1, 'Choose at least one day')
      .max(7)
      .optional()
      .meta({ title: 'Only on', ui: { widget: 'weekdays', showWhen: { field: 'untilTime' } } }),
    untilDate: z
      .string()
      .max(200)
      .regex(DATE_OR_FIELD, 'Choose a date such as 2027-02-14, or a date field such as contact.attributes.birthday')
      .optional()
      .meta({ title: 'Until a date', ui: { widget: 'date_or_field', oneOf: 'wait' } }),
    offset: signedDurationSchema.optional().meta({
      title: 'Before or after it',
      ui: { widget: 'duration', signed: true, showWhen: { field: 'untilDate' } },
    }),
    atTime: timeOfDaySchema.optional().meta({ title: 'At', ui: { widget: 'time', showWhen: { field: 'untilDate' } } }),
    untilEvent: z
      .string()
      .trim()
      .min(1)
      .max(100)
      .optional()
      .meta({ title: 'Until an event comes', ui: { widget: 'event', oneOf: 'wait' } }),
    timeout: durationSchema
      .optional()
      .meta({ title: 'But no longer than', ui: { widget: 'duration', showWhen: { field: 'untilEvent' } } }),
    label: labelField,
  })
  .superRefine((data, context) => {
    const modes = MODES.filter((mode) => data[mode] !== undefined)
    if (modes.length !== 1)
      context.addIssue({
        code: 'custom',
        path: [modes[1] ?? 'for'],
        message:
          modes.length === 0
            ? 'Say how long to wait: for a duration, until a time of day, a date or an event'
            : `Keep only one of ${modes.join(', ')}`,
      })
    if (data.untilEvent !== undefined && data.timeout === undefined)
      context.addIssue({ code: 'custom', path: ['timeout'], message: 'Say how long to wait at most, such as P7D' })
  })
export type WaitData = z.infer<typeof waitDataSchema>

const DAY_NAMES: Record<string, string> = {
  mon: 'Mon',
  tue: 'Tue',
  wed: 'Wed',
  thu: 'Thu',
  fri: 'Fri',
  sat: 'Sat',
  sun: 'Sun',
}

function summary(data: NodeData): string {
  const duration = readText(data, 'for')
  if (duration) return `Wait ${durationInWords(duration)}`
  const time = readText(data, 'untilTime')
  if (time) {
    const days = readTexts(data, 'days').map((day) => DAY_NAMES[day] ?? day)
    return days.length > 0 ? `Wait until ${time} on ${days.join(', ')}` : `Wait until ${time}`
  }
  const date = readText(data, 'untilDate')
  if (date) return dateSummary(data, date)
  const event = readText(data, 'untilEvent')
  if (event) return `Wait for ${eventInWords(event)}, at most ${durationInWords(readText(data, 'timeout')) || '…'}`
  return 'Say how long to wait'
}

function dateSummary(data: NodeData, date: string): string {
  const offset = readText(data, 'offset')
  const name = date.replace(/^contact\.(attributes\.)?/, '')
  if (!offset) return `Wait until ${name}`
  return `Wait until ${durationInWords(offset)} ${offset.startsWith('-') ? 'before' : 'after'} ${name}`
}

function handles(data: NodeData): Handle[] {
  return readText(data, 'untilEvent') ? [NEXT, { id: 'timeout', label: 'Timed out' }] : [NEXT]
}

export const wait = defineNodeKind({
  kind: 'wait',
  title: 'Wait',
  category: 'timing',
  icon: 'clock',
  description: "Waits for a while, or until a time, a date or an event, in the contact's own time zone.",
  schema: waitDataSchema,
  defaults: { for: 'P1D' },
  summary,
  handles,
  isTarget: true,
  waits: true,
})
