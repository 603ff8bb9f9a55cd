import * as z from 'zod'

const compiled = new WeakMap<object, z.ZodType>()

/** Checks a value against a JSON Schema (the subset that zod reads). Out: the first few faults, empty when it fits. */
export function faultsOf(schema: Record<string, unknown>, value: unknown): string[] {
  let type = compiled.get(schema)
  if (!type) {
    type = z.fromJSONSchema(schema)
    compiled.set(schema, type)
  }
  const read = type.safeParse(value)
  if (read.success) return []
  return read.error.issues.slice(0, 5).map((issue) => `${issue.path.join('.') || 'value'}: ${issue.message}`)
}
