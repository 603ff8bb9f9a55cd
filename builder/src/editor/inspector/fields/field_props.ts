import type { FormField } from '../read_schema.ts'

/** What every widget of a step's form gets. */
export interface WidgetProps {
  field: FormField
  value: unknown
  onChange: (value: unknown) => void
  /** What is wrong with this field, or a part of it; the key is the part's path below the field. */
  errors: ReadonlyMap<string, string>
}

/** A value as text, for controls that show one. */
export function asText(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}

/** A value as a list of texts; one text is a list of one. */
export function asTexts(value: unknown): string[] {
  if (typeof value === 'string') return value === '' ? [] : [value]
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : []
}

/** An empty text as no value, so that an optional field is left out of the graph. */
export const orNothing = (text: string): string | undefined => (text === '' ? undefined : text)
