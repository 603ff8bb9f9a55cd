import { z } from 'zod'
import { tagSchema } from '../schema/primitives.ts'
import { defineNodeKind, NEXT } from './definition.ts'
import { labelField } from './label.ts'
import { readText } from './read.ts'

export const removeTagDataSchema = z.object({
  tag: tagSchema.meta({ title: 'Tag', ui: { widget: 'tag' } }),
  label: labelField,
})

export const removeTag = defineNodeKind({
  kind: 'remove_tag',
  title: 'Remove tag',
  category: 'contact',
  icon: 'eraser',
  description: 'Takes a tag off the contact.',
  schema: removeTagDataSchema,
  defaults: { tag: '' },
  summary: (data) => (readText(data, 'tag') ? `Remove ${readText(data, 'tag')}` : 'Choose a tag'),
  handles: () => [NEXT],
  isTarget: true,
  waits: false,
})
