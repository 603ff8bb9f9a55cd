import { isRecord, type JsonSchema } from '@soniarose/graph'

/** The hints that a schema's `ui` key can give to its form. */
export interface FieldHints {
  widget: string | null
  placeholder: string | undefined
  rows: number | undefined
  mono: boolean
  signed: boolean
  hidden: boolean
  /** Fields of the group `more` hide behind a fold. */
  group: string | null
  showWhen: { field: string; in: readonly unknown[] | null } | null
}

/** One field of a form, read from one property of a JSON Schema. */
export interface FormField {
  name: string
  title: string
  description: string | undefined
  required: boolean
  schema: JsonSchema
  type: 'text' | 'choice' | 'number' | 'integer' | 'boolean' | 'words' | 'list' | 'group' | 'other'
  choices: readonly { value: string; label: string }[]
  hints: FieldHints
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** The fields of an object's schema in their order; what it refers to by `$ref` is looked up in its own `$defs`. */
export function fieldsOf(schema: JsonSchema, root: JsonSchema = schema): FormField[] {
  const properties = schema['properties']
  if (!isRecord(properties)) return []
  const required: unknown = schema['required']
  return Object.entries(properties).flatMap(([name, raw]) => {
    const property = resolve(raw, root)
    if (property === null) return []
    return [
      {
        name,
        title: text(property['title']) ?? nameInWords(name),
        description: text(property['description']),
        required: Array.isArray(required) && required.includes(name) && property['default'] === undefined,
        schema: property,
        type: typeOf(property, root),
        choices: choicesOf(property),
        hints: hintsOf(property),
      },
    ]
  })
}

/** The schema behind a `$ref` into the same document, or the schema itself; null for what can't be read. */
export function resolve(raw: unknown, root: JsonSchema): JsonSchema | null {
  if (!isRecord(raw)) return null
  const ref = raw['$ref']
  if (typeof ref !== 'string') return raw
  let at: unknown = root
  for (const part of ref.replace(/^#\/?/, '').split('/').filter(Boolean)) {
    at = isRecord(at) && Object.hasOwn(at, part) ? at[part] : undefined
  }
  return isRecord(at) ? { ...at, ...without(raw, '$ref') } : null
}

function without(record: Record<string, unknown>, key: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== key))
}

const PLAIN_TYPES: Record<string, FormField['type']> = {
  string: 'text',
  number: 'number',
  integer: 'integer',
  boolean: 'boolean',
}

function typeOf(schema: JsonSchema, root: JsonSchema): FormField['type'] {
  const type = schema['type']
  if (Array.isArray(schema['enum'])) return 'choice'
  if (type === 'array') return listTypeOf(resolve(schema['items'], root)?.['type'])
  if (type === 'object') return isRecord(schema['properties']) ? 'group' : 'other'
  return typeof type === 'string' ? (PLAIN_TYPES[type] ?? 'other') : 'other'
}

function listTypeOf(itemType: unknown): FormField['type'] {
  if (itemType === 'string') return 'words'
  return itemType === 'object' ? 'list' : 'other'
}

function choicesOf(schema: JsonSchema): { value: string; label: string }[] {
  const choices: unknown = schema['enum']
  if (!Array.isArray(choices)) return []
  return choices.map((choice: unknown) => ({ value: String(choice), label: nameInWords(String(choice)) }))
}

function hintsOf(schema: JsonSchema): FieldHints {
  const ui = isRecord(schema['ui']) ? schema['ui'] : {}
  const when = ui['showWhen']
  return {
    widget: text(ui['widget']) ?? (isDuration(schema) ? 'duration' : null),
    placeholder: text(ui['placeholder']),
    rows: typeof ui['rows'] === 'number' ? ui['rows'] : undefined,
    mono: ui['mono'] === true,
    signed: ui['signed'] === true,
    hidden: ui['hidden'] === true,
    group: text(ui['group']) ?? null,
    showWhen:
      isRecord(when) && typeof when['field'] === 'string'
        ? { field: when['field'], in: Array.isArray(when['in']) ? when['in'] : null }
        : null,
  }
}

/** Durations are told by their pattern where the schema names no widget. */
const isDuration = (schema: JsonSchema) =>
  schema['type'] === 'string' && text(schema['pattern'])?.startsWith('^P(?:') === true

/** A field that no schema describes, for a widget that only needs its name and title. */
export function fieldNamed(name: string, title: string): FormField {
  const hints = hintsOf({})
  return { name, title, description: undefined, required: false, schema: {}, type: 'other', choices: [], hints }
}

/** Whether a field is to be shown beside the values that the form has now. */
export function isShown(field: FormField, values: Record<string, unknown>): boolean {
  const { hidden, showWhen } = field.hints
  if (hidden) return false
  if (showWhen === null) return true
  const other = values[showWhen.field]
  if (showWhen.in !== null) return showWhen.in.includes(other)
  return other !== undefined && other !== '' && other !== false
}

/** A key in words: `pick_quote` and `pickQuote` are "Pick quote". */
export function nameInWords(name: string): string {
  // GET and POST are written so.
  if (/^[A-Z]{2,}$/.test(name)) return name
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/[_-]+/g, ' ')
    .trim()
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
