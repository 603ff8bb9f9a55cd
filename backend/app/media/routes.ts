import type { HttpContext } from '@adonisjs/core/http'
import { z } from 'zod'
import { env } from '#app/core/env'
import { created, defineCreate, defineRoute, noContent, ok } from '#app/core/http/route'
import { decodeCursor, toPage } from '#app/core/http/cursor'
import { idSchema, pageOf, pageQuery, timeSchema } from '#app/core/http/validation'
import { invalidField, notFound, Problem } from '#app/core/problem'
import { announce } from '#app/live/hub'
import { UPLOAD_LIMIT } from '#app/media/accept_file'
import { completeUpload } from '#app/media/complete_upload'
import { completedReply, mediaFileRoutes } from '#app/media/file_routes'
import {
  cleanName,
  MEDIA_COLUMNS,
  MEDIA_ORIGINS,
  MEDIA_STATUSES,
  mediaAsset,
  newStorageKey,
  toMedia,
  type MediaRow,
} from '#app/media/media_asset'
import { signedQuery } from '#app/media/signed_url'
import { mediaStore } from '#app/media/store'
import { rawKey, type UploadTarget } from '#app/media/store_port'

const UPLOAD_MINUTES = 15
/** Files that nobody said otherwise of are kept for a year. */
const KEEP = '365 days'

const params = z.object({ id: idSchema })
const name = z.string().trim().min(1).max(200)
const size = z
  .int()
  .min(1, 'is empty')
  .max(UPLOAD_LIMIT, `is more than the ${UPLOAD_LIMIT / 1024 / 1024} MB that a file may have`)

const announcement = z
  .object({
    fileName: name.optional().meta({ description: 'For showing and saving' }),
    name: name.optional().meta({ description: 'The same as fileName' }),
    contentType: z
      .string()
      .regex(/^[\w.+-]+\/[\w.+-]+(;[\w =."+-]*)?$/, 'must be a media type such as image/jpeg')
      .max(100)
      .default('application/octet-stream'),
    sizeBytes: size.optional(),
    size: size.optional().meta({ description: 'The same as sizeBytes' }),
    expiresAt: timeSchema.optional().meta({ description: 'When the file is deleted; after a year unless said' }),
  })
  .transform((body) => ({ ...body, name: body.fileName ?? body.name ?? 'file', size: body.sizeBytes ?? body.size }))

const ticket = z
  .object({
    id: idSchema,
    url: z.string().meta({ description: 'PUT the file here, as it is' }),
    method: z.literal('PUT'),
    headers: z.record(z.string(), z.string()).meta({ description: 'To be sent with it' }),
    completeUrl: z.string().meta({ description: 'POST here afterwards: the file is judged and becomes ready' }),
    expiresAt: timeSchema.meta({ description: 'Until when the address takes the file' }),
  })
  .meta({ id: 'UploadTicket' })

/** Where the caller reached us, when that is this machine: its public address may not be reachable from here. */
function ownOrigin(http: HttpContext): string {
  const host = http.request.header('host') ?? ''
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host) ? `http://${host}` : env().publicUrl
}

export const mediaRoutes = [
  ...mediaFileRoutes,
  defineRoute(
    {
      method: 'GET',
      path: '/api/media',
      summary: 'Files, newest first',
      access: 'media:read',
      query: pageQuery.extend({
        origin: z.enum(MEDIA_ORIGINS).optional(),
        status: z.enum(MEDIA_STATUSES).default('ready'),
      }),
      responses: { 200: pageOf(mediaAsset) },
    },
    async ({ db, query, workspaceId }) => {
      const after = decodeCursor(query.cursor, ['id'])
      if (after instanceof Problem) return after
      const rows = await db.query<MediaRow>(
        `SELECT ${MEDIA_COLUMNS} FROM media_assets WHERE workspace_id = $1 AND status = $5 AND ($2::uuid IS NULL OR id < $2)
            AND ($3::text IS NULL OR origin = $3) AND (expires_at IS NULL OR expires_at > now())
          ORDER BY id DESC LIMIT $4`,
        [workspaceId, after?.[0] ?? null, query.origin ?? null, query.limit + 1, query.status],
      )
      return ok(toPage(rows, query.limit, { item: toMedia, key: (row) => [row.id] }))
    },
  ),
  defineCreate(
    {
      path: '/api/media/uploads',
      summary: 'Announces a file and gives the address to PUT it to',
      access: 'media:write',
      body: announcement,
      responses: { 201: ticket },
    },
    async ({ db, body, workspaceId, http }) => {
      if (body.expiresAt !== undefined && Date.parse(body.expiresAt) <= Date.now())
        return invalidField('expiresAt', 'E_VALIDATION', 'This moment has passed.')
      const store = await mediaStore()
      const key = newStorageKey(workspaceId)
      if (store.receive === undefined && body.size === undefined)
        return invalidField(
          'sizeBytes',
          'E_REQUIRED',
          'The file goes straight to the media store, which has to know its size: give sizeBytes.',
        )
      const [row] = await db.query<{ id: string }>(
        `INSERT INTO media_assets (workspace_id, storage_key, file_name, status, origin, expires_at)
         VALUES ($1, $2, $3, 'pending', 'upload', coalesce($4, now() + interval '${KEEP}')) RETURNING id`,
        [workspaceId, key, cleanName(body.name), body.expiresAt ?? null],
      )
      if (row === undefined) throw new Error('the file was not announced')
      const expires = Date.now() + UPLOAD_MINUTES * 60_000
      const own: UploadTarget = {
        url: `${ownOrigin(http)}/api/media/uploads/${row.id}?${signedQuery('put', row.id, expires)}`,
        headers: {},
      }
      const target =
        (await store.uploadTarget(rawKey(key), { contentType: body.contentType, size: body.size ?? 0 })) ?? own
      const completeUrl = `/api/media/uploads/${row.id}/complete`
      return created({ id: row.id, ...target, method: 'PUT', completeUrl, expiresAt: new Date(expires).toISOString() })
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/media/uploads/:id/complete',
      summary:
        'After an upload: judges the file by its bytes, makes pictures fit, and makes it ready; again changes nothing',
      access: 'media:write',
      params,
      responses: { 200: mediaAsset },
    },
    async ({ db, params: { id }, workspaceId }) => {
      const [row] = await db.query<MediaRow>(
        `SELECT ${MEDIA_COLUMNS} FROM media_assets WHERE workspace_id = $1 AND id = $2`,
        [workspaceId, id],
      )
      if (row === undefined) return notFound('This file')
      const done = await completeUpload(db, row)
      announce(workspaceId, 'media')
      return completedReply(done)
    },
  ),
  defineRoute(
    {
      method: 'DELETE',
      path: '/api/media/:id',
      summary: 'Deletes a file; texts that name it go out without it',
      access: 'media:write',
      params,
      responses: { 204: null },
    },
    async ({ db, params: { id }, workspaceId }) => {
      const [gone] = await db.query<{ storage_key: string }>(
        'DELETE FROM media_assets WHERE workspace_id = $1 AND id = $2 RETURNING storage_key',
        [workspaceId, id],
      )
      if (gone === undefined) return notFound('This file')
      const store = await mediaStore()
      await Promise.all([store.remove(gone.storage_key), store.remove(rawKey(gone.storage_key))])
      announce(workspaceId, 'media')
      return noContent()
    },
  ),
]
