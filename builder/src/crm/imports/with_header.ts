import type { CsvPreview } from './csv_preview.ts'

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/**
 * The same file with a first line that names the fields; columns left out get an empty name. Only the first line is
 * touched, so that a file of any size costs nothing.
 */
export function withHeader(file: Blob, preview: CsvPreview, fields: readonly string[]): Blob {
  const line = fields.map(quoted).join(preview.delimiter)
  return new Blob([`${line}\n`, file.slice(preview.headerBytes)], { type: 'text/csv' })
}
