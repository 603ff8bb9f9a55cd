import { z } from 'zod'
import { templateSchema } from '../schema/primitives.ts'
import { defineNodeKind, NEXT } from './definition.ts'
import { labelField } from './label.ts'
import { oneLine, readRecords, readText } from './read.ts'

/** What a workflow may write; consent and the number are not among it, they have their own rules. */
const WRITABLE =
  /^(firstName|lastName|email|timeZone|attributes\.(?!__proto__$|constructor$|prototype$)[A-Za-z0-9_-]{1,64})$/

export const updateContactDataSchema = z.object({
  set: z
    .array(
      z.object({
        field: z
          .string()
          .regex(WRITABLE, 'Choose firstName, lastName, email, timeZone or an attribute such as attributes.city')
          .meta({ title: 'Field', ui: { widget: 'contact_field' } }),
        value: templateSchema(1000).meta({
          title: 'Value',
          description: 'Empty clears the field.',
          ui: { widget: 'template' },
        }),
      }),
    )
    .min(1, 'Choose at least one field to change')
    .max(20)
    .meta({ title: 'Changes', ui: { widget: 'fields' } }),
  label: labelField,
})
export type UpdateContactData = z.infer<typeof updateContactDataSchema>

export const updateContact = defineNodeKind({
  kind: 'update_contact',
  title: 'Update contact',
  category: 'contact',
  icon: 'user-pen',
  description: "Writes to the contact's fields.",
  schema: updateContactDataSchema,
  defaults: { set: [] },
  summary: (data) => {
    const fields = readRecords(data, 'set').map((change) => readText(change, 'field').replace(/^attributes\./, ''))
    return fields.length > 0 ? oneLine(`Set ${fields.join(', ')}`) : 'Choose what to change'
  },
  handles: () => [NEXT],
  isTarget: true,
  waits: false,
})
