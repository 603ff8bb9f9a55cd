import { z } from 'zod'
import { templateSchema } from '../schema/primitives.ts'
import { defineNodeKind, FAILED, NEXT } from './definition.ts'
import { labelField } from './label.ts'
import { oneLine, readText } from './read.ts'

/** Characters of a text's template; what it renders to may have at most 1,600, Twilio's own limit. */
export const BODY_TEMPLATE_LIMIT = 5000

export const sendSmsDataSchema = z
  .object({
    body: templateSchema(BODY_TEMPLATE_LIMIT).meta({
      title: 'Text',
      ui: { widget: 'template', rows: 5, placeholder: 'Hi {{ contact.firstName | default: "friend" }}!' },
    }),
    mediaIds: z
      .array(z.string().min(1).max(64))
      .max(10, 'A text carries at most 10 files')
      .optional()
      .meta({ title: 'Pictures and files', ui: { widget: 'media' } }),
    senderId: z
      .string()
      .min(1)
      .max(64)
      .optional()
      .meta({ title: 'Send from', ui: { widget: 'sender', group: 'more' } }),
    shortenLinks: z
      .boolean()
      .optional()
      .meta({
        title: 'Short links',
        description: 'Web addresses become short ones of our own, and clicks raise the event link_clicked.',
        ui: { group: 'more' },
      }),
    label: labelField,
  })
  .refine((data) => data.body.trim() !== '' || (data.mediaIds?.length ?? 0) > 0, {
    message: 'Write the text that is sent',
    path: ['body'],
  })
export type SendSmsData = z.infer<typeof sendSmsDataSchema>

export const sendSms = defineNodeKind({
  kind: 'send_sms',
  title: 'Send text',
  category: 'messages',
  icon: 'message-square-text',
  description: 'Sends a text, within quiet hours and only to people who agreed.',
  schema: sendSmsDataSchema,
  defaults: { body: '' },
  summary: (data) => oneLine(readText(data, 'body')) || 'Write the text',
  handles: () => [NEXT, FAILED],
  isTarget: true,
  waits: false,
})
