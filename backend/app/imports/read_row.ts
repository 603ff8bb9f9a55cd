import { parsePhone } from '@soniarose/messaging'
import { z } from 'zod'
import { uniqueTags } from '#app/contacts/contact'
import { isTimeZone } from '#app/core/time_zone'
import { plainCell } from '#app/imports/csv_cells'

/** What a column of a file is about. `attribute`: a field of the workspace's own, by its name. */
export type Column =
  | { kind: 'phone' | 'firstName' | 'lastName' | 'email' | 'timeZone' | 'tags' | 'ignore' }
  | { kind: 'attribute'; name: string }

const known: Record<string, Exclude<Column['kind'], 'attribute'>> = {
  phone: 'phone',
  phonenumber: 'phone',
  mobile: 'phone',
  mobilephone: 'phone',
  cell: 'phone',
  number: 'phone',
  firstname: 'firstName',
  first: 'firstName',
  givenname: 'firstName',
  lastname: 'lastName',
  last: 'lastName',
  surname: 'lastName',
  familyname: 'lastName',
  email: 'email',
  emailaddress: 'email',
  timezone: 'timeZone',
  zone: 'timeZone',
  tags: 'tags',
  tag: 'tags',
  // What only we set: an export that comes back must not overwrite it.
  id: 'ignore',
  optinstatus: 'ignore',
  createdat: 'ignore',
  updatedat: 'ignore',
}

/** What a column is about, by its heading. */
export function columnOf(heading: string): Column {
  const plain = heading
    .trim()
    .toLowerCase()
    .replace(/[^a-z]/g, '')
  const kind = known[plain]
  if (kind !== undefined) return { kind }
  const name = heading
    .trim()
    .replace(/^attributes\./, '')
    .replace(/[^A-Za-z0-9_:-]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 64)
  return name === '' ? { kind: 'ignore' } : { kind: 'attribute', name }
}

/** A row that can be stored. Absent fields leave what is there. */
export interface ImportRow {
  phone: string
  firstName: string | null
  lastName: string | null
  email: string | null
  timeZone: string | null
  tags: string[]
  attributes: Record<string, string>
}

export type ReadRow = { ok: true; row: ImportRow } | { ok: false; reason: string }

const email = z.email()
const limit = 500

/** Reads one row of a file. */
export function readRow(columns: readonly Column[], cells: readonly string[]): ReadRow {
  const row: ImportRow = {
    phone: '',
    firstName: null,
    lastName: null,
    email: null,
    timeZone: null,
    tags: [],
    attributes: {},
  }
  for (const [at, column] of columns.entries()) {
    const value = plainCell(cells[at] ?? '').replaceAll('\0', '')
    if (value === '') continue
    if (value.length > limit) return { ok: false, reason: `a cell has more than ${limit} characters` }
    if (column.kind === 'attribute') row.attributes[column.name] = value
    else if (column.kind === 'tags')
      row.tags = uniqueTags(
        value
          .split(/[,;|]/)
          .map((tag) => tag.trim().slice(0, 60))
          .filter(Boolean),
      )
    else if (column.kind !== 'ignore') row[column.kind] = value
  }
  return check(row)
}

function check(row: ImportRow): ReadRow {
  if (row.phone === '') return { ok: false, reason: 'it has no phone number' }
  const phone = parsePhone(row.phone, 'US')
  if (!phone.ok) return { ok: false, reason: phone.message }
  if (row.email !== null && !email.safeParse(row.email).success)
    return { ok: false, reason: `"${row.email}" is not an e-mail address` }
  if (row.timeZone !== null && !isTimeZone(row.timeZone))
    return { ok: false, reason: `"${row.timeZone}" is not a time zone` }
  return { ok: true, row: { ...row, phone: phone.e164 } }
}
