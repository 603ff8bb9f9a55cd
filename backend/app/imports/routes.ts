import { rm } from 'node:fs/promises'
import { z } from 'zod'
import { contactFilter, segmentQuery } from '#app/contacts/contact_filter'
import { consentInput, OPT_IN_STATUSES, tagSchema, uniqueTags } from '#app/contacts/contact'
import { actorName } from '#app/core/auth/actor'
import { audit } from '#app/core/audit'
import { accepted, content, defineRoute, ok } from '#app/core/http/route'
import { once } from '#app/core/http/idempotency'
import { idSchema, iso, timeSchema } from '#app/core/http/validation'
import { invalidField, notFound, Problem } from '#app/core/problem'
import { exportContacts } from '#app/imports/export_contacts'
import { runImport } from '#app/imports/run_import'
import { receiveFile } from '#app/imports/spool'
import type { ImportOrder } from '#app/imports/store_rows'

const params = z.object({ id: idSchema })

const contactImport = z
  .object({
    id: idSchema,
    status: z.enum(['running', 'completed', 'failed']),
    fileName: z.string().nullable(),
    total: z.int().meta({ description: 'Rows read so far' }),
    processed: z.int(),
    created: z.int(),
    updated: z.int(),
    failed: z.int(),
    error: z.string().nullable().meta({ description: 'Why the whole file could not be read' }),
    errorsUrl: z.string().nullable().meta({ description: 'The rows that could not be taken, with the reason, as CSV' }),
    createdAt: timeSchema,
    finishedAt: timeSchema.nullable(),
  })
  .meta({ id: 'ContactImport' })

interface ImportRow {
  id: string
  status: 'running' | 'completed' | 'failed'
  file_name: string | null
  total: number
  created: number
  updated: number
  failed: number
  error: string | null
  has_errors: boolean
  created_at: Date
  finished_at: Date | null
}

const COLUMNS = `id, status, file_name, total, created, updated, failed, error, failed > 0 AS has_errors, created_at, finished_at`

const toImport = (row: ImportRow): z.input<typeof contactImport> => ({
  id: row.id,
  status: row.status,
  fileName: row.file_name,
  total: row.total,
  processed: row.created + row.updated + row.failed,
  created: row.created,
  updated: row.updated,
  failed: row.failed,
  error: row.error,
  errorsUrl: row.has_errors ? `/api/contacts/imports/${row.id}/errors` : null,
  createdAt: iso(row.created_at),
  finishedAt: iso(row.finished_at),
})

const query = z.object({
  name: z.string().max(200).optional(),
  onExisting: z.enum(['update', 'skip']).default('update'),
  tags: z.string().max(2000).default(''),
  consentSource: z.string().max(200).optional(),
  consentWording: z.string().max(4000).optional(),
  consentAt: timeSchema.optional(),
})

type Order = Pick<ImportOrder, 'onExisting' | 'tags' | 'consent'>

function orderOf(given: z.output<typeof query>): Order | Problem {
  const tags = z
    .array(tagSchema)
    .max(50)
    .safeParse(
      given.tags
        .split(',')
        .map((tag) => tag.trim())
        .filter(Boolean),
    )
  if (!tags.success)
    return invalidField('tags', 'E_VALIDATION', 'Tags have at most 60 characters each, and there are at most 50.')
  const { consentSource: source, consentWording: wording, consentAt: at } = given
  const consent =
    source === undefined && wording === undefined
      ? null
      : consentInput.safeParse({ source, wording, at: at ?? new Date().toISOString() })
  if (consent !== null && !consent.success)
    return invalidField(
      'consentWording',
      'E_VALIDATION',
      'A consent needs where it was given (consentSource) and its wording (consentWording).',
    )
  return { onExisting: given.onExisting, tags: uniqueTags(tags.data), consent: consent?.data ?? null }
}

export const importRoutes = [
  defineRoute(
    {
      method: 'POST',
      path: '/api/contacts/imports',
      summary: 'Imports contacts from a CSV file whose first line names the columns',
      description:
        'The body is the file, or a form with it. Headings: phone, firstName, lastName, email, timeZone, tags; all others become attributes.',
      access: 'contacts:write',
      query,
      rawBody: 'text/csv',
      responses: { 202: contactImport },
    },
    async ({ actor, query: given, workspaceId, http }) => {
      const order = orderOf(given)
      if (order instanceof Problem) return order
      const file = await receiveFile(http.request.request)
      if (file instanceof Problem) return file
      const request = {
        actor,
        key: http.request.header('idempotency-key'),
        path: http.request.url(),
        bytes: file.sha256,
      }
      let started: ImportOrder | null = null
      const reply = await once(request, async (tx) => {
        const [row] = await tx.query<ImportRow>(
          `INSERT INTO contact_imports (workspace_id, status, file_name) VALUES ($1, 'running', $2) RETURNING ${COLUMNS}`,
          [workspaceId, given.name ?? file.fileName],
        )
        if (row === undefined) throw new Error('the import was not stored')
        await audit(
          tx,
          { actor, http },
          { action: 'contacts.import', kind: 'import', id: row.id, data: { bytes: file.bytes } },
        )
        started = { ...order, workspaceId, importId: row.id, actor: `import:${row.id} by ${actorName(actor)}` }
        return accepted(toImport(row))
      })
      // A repeat of a request gets the first one's answer; its copy of the file is not needed.
      if (started === null) await rm(file.path, { force: true })
      else void runImport(started, file.path)
      return reply instanceof Problem ? reply : accepted(contactImport.parse(reply.body))
    },
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/api/contacts/imports/:id',
      summary: 'How far an import is',
      access: 'contacts:read',
      params,
      responses: { 200: contactImport },
    },
    async ({ db, params: { id }, workspaceId }) => {
      const [row] = await db.query<ImportRow>(
        `SELECT ${COLUMNS} FROM contact_imports WHERE workspace_id = $1 AND id = $2`,
        [workspaceId, id],
      )
      return row === undefined ? notFound('This import') : ok(toImport(row))
    },
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/api/contacts/imports/:id/errors',
      summary: 'The rows that could not be taken, with the reason, as CSV',
      access: 'contacts:read',
      params,
      responses: { 200: { contentType: 'text/csv; charset=utf-8' } },
    },
    async ({ db, params: { id }, workspaceId }) => {
      const [row] = await db.query<{ errors_csv: string | null }>(
        'SELECT errors_csv FROM contact_imports WHERE workspace_id = $1 AND id = $2',
        [workspaceId, id],
      )
      if (row === undefined) return notFound('This import')
      return content(row.errors_csv ?? '', { 'content-disposition': `attachment; filename="import-errors.csv"` })
    },
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/api/contacts/export',
      summary: 'Contacts as CSV, streamed; cells that a spreadsheet would run are made inert',
      access: 'contacts:read',
      query: z.object({
        search: z.string().max(200).optional(),
        optInStatus: z.enum(OPT_IN_STATUSES).optional(),
        tag: z.string().max(60).optional(),
        segmentId: segmentQuery,
      }),
      responses: { 200: { contentType: 'text/csv; charset=utf-8' } },
    },
    async ({ db, query: asked, workspaceId, actor, http }) => {
      const filter = await contactFilter(db, workspaceId, asked)
      if (filter instanceof Problem) return filter
      await audit(db, { actor, http }, { action: 'contacts.export', kind: 'workspace', id: workspaceId, data: asked })
      const rows = await exportContacts(db, workspaceId, filter)
      return content(rows, {
        'content-disposition': 'attachment; filename="contacts.csv"',
        'cache-control': 'no-store',
      })
    },
  ),
]
