/** One free attribute as a form holds it. */
export interface AttributeRow {
  key: string
  value: string
}

/** Attributes as rows of text; what is no text is shown as JSON. */
export function rowsOf(attributes: Readonly<Record<string, unknown>>): AttributeRow[] {
  return Object.entries(attributes).map(([key, value]) => ({
    key,
    value: typeof value === 'string' ? value : JSON.stringify(value),
  }))
}

/**
 * Rows as attributes again. A value that wasn't touched keeps its kind; a changed one stays a number or a truth value
 * where it was one before and still reads as one; anything else is text. Rows without a name are dropped; what is
 * gone from the rows becomes null, by which the server removes it.
 */
export function attributesOf(
  rows: readonly AttributeRow[],
  before: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const result: Record<string, unknown> = Object.fromEntries(Object.keys(before).map((key) => [key, null]))
  for (const { key, value } of rows) {
    const name = key.trim()
    if (name) result[name] = sameKind(value, before[name])
  }
  return result
}

function sameKind(text: string, before: unknown): unknown {
  if (before !== undefined && typeof before !== 'string' && JSON.stringify(before) === text) return before
  if (typeof before === 'number' && text.trim() !== '' && Number.isFinite(Number(text))) return Number(text)
  if (typeof before === 'boolean' && /^(true|false)$/.test(text.trim())) return text.trim() === 'true'
  return text
}
