import { Readable } from 'node:stream'
import type { Db } from '#app/core/db'
import type { ContactRow } from '#app/contacts/contact'
import { listContacts, type ContactFilter } from '#app/contacts/list_contacts'
import { csvCell, csvLine } from '#app/imports/csv_cells'

const PAGE = 1_000
const HEADINGS = [
  'phone',
  'firstName',
  'lastName',
  'email',
  'timeZone',
  'optInStatus',
  'tags',
  'createdAt',
  'updatedAt',
  'id',
]

/** The names of the workspace's own fields, for columns of their own. */
async function attributeNames(db: Db, workspaceId: string): Promise<string[]> {
  const rows = await db.query<{ name: string }>(
    `SELECT DISTINCT jsonb_object_keys(attributes) AS name FROM contacts WHERE workspace_id = $1 AND attributes <> '{}' ORDER BY 1 LIMIT 200`,
    [workspaceId],
  )
  return rows.map((row) => row.name)
}

const asText = (value: unknown) =>
  value === null || value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value)

function lineOf(row: ContactRow, attributes: readonly string[]): string {
  return csvLine([
    csvCell(row.phone, true),
    ...[row.first_name, row.last_name, row.email, row.time_zone, row.opt_in_status, row.tags.join(',')].map((value) =>
      csvCell(value ?? ''),
    ),
    row.created_at.toISOString(),
    row.updated_at.toISOString(),
    row.id,
    ...attributes.map((name) => csvCell(asText(row.attributes[name]))),
  ])
}

/** Contacts as CSV, page by page as fast as the reader takes them: memory does not grow with their number. */
export async function exportContacts(db: Db, workspaceId: string, filter: ContactFilter): Promise<Readable> {
  const attributes = await attributeNames(db, workspaceId)
  async function* lines() {
    yield csvLine([...HEADINGS, ...attributes.map((name) => csvCell(`attributes.${name}`))])
    let after: string | null = null
    for (;;) {
      const rows: ContactRow[] = await listContacts(db, { workspaceId, filter, limit: PAGE, after })
      const page = rows.slice(0, PAGE)
      if (page.length > 0) yield page.map((row) => lineOf(row, attributes)).join('')
      after = page.at(-1)?.id ?? null
      if (rows.length <= PAGE) return
    }
  }
  return Readable.from(lines(), { objectMode: false })
}
