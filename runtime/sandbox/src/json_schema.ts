import * as z from 'zod'

const compiled = new WeakMap<object, z.ZodType>()

type Faults = { ok: true; found: string[] } | { ok: false; message: string }

/**
 * Checks a value against a JSON Schema (the subset that zod reads). Out: the first few faults, none when it fits; or why
 * the schema itself can't be read.
 */
export function faultsOf(schema: Record<string, unknown>, value: unknown): Faults {
  const type = readSchema(schema)
  if (typeof type === 'string') return { ok: false, message: type }
  const read = type.safeParse(value)
  if (read.success) return { ok: true, found: [] }
  const found = read.error.issues.slice(0, 5).map((issue) => `${issue.path.join('.') || 'value'}: ${issue.message}`)
  return { ok: true, found }
}

function readSchema(schema: Record<string, unknown>): z.ZodType | string {
  const known = compiled.get(schema)
  if (known) return known
  try {
    const type = z.fromJSONSchema(schema)
    compiled.set(schema, type)
    return type
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
