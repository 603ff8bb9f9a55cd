import { z } from 'zod'
import { tagSchema } from '../schema/primitives.ts'
import { defineNodeKind, NEXT } from './definition.ts'
import { labelField } from './label.ts'
import { readText } from './read.ts'

export const addTagDataSchema = z.object({
  tag: tagSchema.meta({ title: 'Tag', ui: { widget: 'tag' } }),
  label: labelField,
})

export const addTag = defineNodeKind({
  kind: 'add_tag',
  title: 'Add tag',
  category: 'contact',
  icon: 'tag',
  description: 'Puts a tag on the contact.',
  schema: addTagDataSchema,
  defaults: { tag: '' },
  summary: (data) => (readText(data, 'tag') ? `Add ${readText(data, 'tag')}` : 'Choose a tag'),
  handles: () => [NEXT],
  isTarget: true,
  waits: false,
})
