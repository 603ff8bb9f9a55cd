/**
 * Rows as one JSON parameter: written by V8 and read by Postgres faster than arrays of any other kind. Column names
 * travel as single letters, and what is null does not travel at all; a third of the bytes are enough.
 */
export class JsonRows<Row extends object> {
  readonly #columns: readonly { letter: string; name: keyof Row & string; type: string }[]

  constructor(columns: { readonly [Name in keyof Row & string]?: string }) {
    const names = Object.keys(columns) as (keyof Row & string)[]
    if (names.length > LETTERS.length) throw new Error('too many columns for letters')
    this.#columns = names.map((name, index) => ({ letter: LETTERS[index] ?? '', name, type: columns[name] ?? 'text' }))
  }

  /** A FROM item with the rows under their own names. */
  sql(parameter: string, alias = 'x'): string {
    const names = this.#columns.map(({ letter, name }) => `${letter} AS "${name}"`)
    const types = this.#columns.map(({ letter, type }) => `${letter} ${type}`)
    return `(SELECT ${names.join(', ')} FROM json_to_recordset(${parameter}::json) AS r(${types.join(', ')})) ${alias}`
  }

  /** The parameter. */
  encode(rows: readonly Row[]): string {
    let json = ''
    for (const row of rows) json += `${json === '' ? '[' : ','}${this.#encodeRow(row)}`
    return json === '' ? '[]' : `${json}]`
  }

  #encodeRow(row: Row): string {
    let json = ''
    for (const { letter, name, type } of this.#columns) {
      const value: unknown = row[name]
      if (value === null || value === undefined) continue
      json += `${json === '' ? '{' : ','}"${letter}":${encodeValue(value, type)}`
    }
    return json === '' ? '{}' : `${json}}`
  }
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz'

/** An id has nothing to escape; a JSON column's text must stay JSON, so it is not quoted twice. */
function encodeValue(value: unknown, type: string): string {
  if (typeof value === 'string') return type === 'uuid' ? `"${value}"` : JSON.stringify(value)
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : JSON.stringify(value)
}
