/** The first rows of a CSV file, and what was found out about its form. */
export interface CsvPreview {
  delimiter: ',' | ';' | '\t' | '|'
  header: string[]
  rows: string[][]
  /** The bytes that the header line takes in UTF-8, its line end included. */
  headerBytes: number
}

const delimiters = [',', ';', '\t', '|'] as const

/**
 * Reads the beginning of a CSV file (RFC 4180: quotes, doubled quotes, line breaks inside quotes); the delimiter is
 * the one that the first line has most of.
 * @param text the beginning of the file; a last line that was cut off is left out when `maxRows` rows came before
 */
export function previewCsv(text: string, maxRows = 20): CsvPreview {
  const clean = text.replace(/^\uFEFF/, '')
  const firstLine = clean.split(/\r?\n/, 1)[0] ?? ''
  const delimiter = delimiters.toSorted((a, b) => firstLine.split(b).length - firstLine.split(a).length)[0] ?? ','
  const rows: string[][] = []
  let position = 0
  let headerBytes = 0
  while (position < clean.length && rows.length <= maxRows) {
    const record = readRecord(clean, position, delimiter)
    position = record.end
    if (rows.length === 0)
      headerBytes = new TextEncoder().encode(clean.slice(0, position)).length + (text.length - clean.length) * 3
    if (record.fields.some((field) => field.trim())) rows.push(record.fields)
  }
  return { delimiter, header: (rows[0] ?? []).map((name) => name.trim()), rows: rows.slice(1), headerBytes }
}

/** Reads one field from `start`; `end` is where the delimiter, the line end or the end of the text stands. */
function readField(text: string, start: number, delimiter: string): { value: string; end: number } {
  if (text[start] !== '"') {
    let end = start
    while (end < text.length && text[end] !== delimiter && text[end] !== '\n') end++
    return { value: text.slice(start, end).replace(/\r$/, ''), end }
  }
  let value = ''
  let at = start + 1
  while (at < text.length) {
    if (text[at] !== '"') value += text[at++]
    else if (text[at + 1] === '"') {
      value += '"'
      at += 2
    } else break
  }
  at++
  while (at < text.length && text[at] !== delimiter && text[at] !== '\n') at++
  return { value, end: at }
}

function readRecord(text: string, start: number, delimiter: string): { fields: string[]; end: number } {
  const fields: string[] = []
  let at = start
  for (;;) {
    const field = readField(text, at, delimiter)
    fields.push(field.value)
    at = field.end + 1
    if (text[field.end] !== delimiter) return { fields, end: Math.min(at, text.length) }
  }
}

const knownNames: Record<string, RegExp> = {
  phone: /^(phone|phone ?number|mobile|cell|tel(ephone)?|number|msisdn|handy)$/i,
  firstName: /^(first ?name|given ?name|vorname|first)$/i,
  lastName: /^(last ?name|sur ?name|family ?name|nachname|last)$/i,
  email: /^(e-?mail|e-?mail ?address)$/i,
  timeZone: /^(time ?zone|tz)$/i,
  tags: /^(tags?|labels?)$/i,
}

/** The field that a column is most likely meant for; `''` when it says nothing familiar. */
function guessField(header: string): string {
  const name = spaced(header)
  return Object.entries(knownNames).find(([, pattern]) => pattern.test(name) || pattern.test(header.trim()))?.[0] ?? ''
}

/** What only the server says of a contact: an export has it, an import can't set it. */
const ownToUs = /^(id|consent|opt ?in ?status|created( ?at)?|updated( ?at)?|added)$/i

/**
 * What each column is most likely meant for: a field of ours, once each, else an attribute of its own name, so that
 * nothing of a file is lost unasked. `''` leaves a column out.
 */
export function guessFields(headers: readonly string[]): string[] {
  const taken = new Set<string>()
  return headers.map((header) => {
    const known = guessField(header)
    const name = attributeNameOf(header)
    const field = known || (name && !ownToUs.test(spaced(header)) ? `attributes.${name}` : '')
    if (taken.has(field)) return ''
    taken.add(field)
    return field
  })
}

/** `created_at` and `createdAt` as `created at`. */
const spaced = (header: string): string =>
  header
    .trim()
    .replaceAll(/[_-]+/g, ' ')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')

/** A header of a file as the name of an attribute: letters, digits and `_`, at most 64. */
export function attributeNameOf(header: string): string {
  return header
    .trim()
    .replace(/^attributes\./, '')
    .replaceAll(/[^A-Za-z0-9_:-]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, 64)
}
