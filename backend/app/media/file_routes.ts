import { z } from 'zod'
import { content, definePublic, ok } from '#app/core/http/route'
import { idSchema } from '#app/core/http/validation'
import { conflict, forbidden, invalidField, notFound, Problem, tooLarge } from '#app/core/problem'
import { announce } from '#app/live/hub'
import { isShownInPlace, UPLOAD_LIMIT } from '#app/media/accept_file'
import { completeUpload, type CompleteUpload } from '#app/media/complete_upload'
import { MEDIA_COLUMNS, mediaAsset, toMedia, type MediaRow } from '#app/media/media_asset'
import { isSigned } from '#app/media/signed_url'
import { mediaStore } from '#app/media/store'
import { rawKey, type Received } from '#app/media/store_port'

/** Absent or wrong, both end as "not valid": a stranger learns nothing about what would have been right. */
const signedQuery = z.object({ expires: z.string().max(20).default(''), signature: z.string().max(100).default('') })

const find = `SELECT ${MEDIA_COLUMNS} FROM media_assets WHERE id = $1 AND (expires_at IS NULL OR expires_at > now())`

const refusals: Record<Extract<Received, { ok: false }>['why'], () => Problem> = {
  too_large: () => tooLarge(UPLOAD_LIMIT),
  cut_off: () => new Problem(400, 'E_BAD_REQUEST', { detail: 'The upload ended before its end; send it again.' }),
  disk_full: () =>
    new Problem(503, 'E_UNAVAILABLE', {
      detail: 'The disk of the server is full; nothing was kept. Free some space, then send the file again.',
    }),
}

/** What a completed upload is for its sender: the file, or the sentence that says why it can't be sent. */
export function completedReply(done: CompleteUpload) {
  if (!done.ok)
    return done.why === 'gone'
      ? notFound('This file')
      : conflict('E_NOT_UPLOADED', 'The file has not been uploaded yet; PUT it to its address first.')
  if (done.row.status === 'refused')
    return invalidField('file', 'E_MEDIA_REFUSED', done.row.refusal ?? 'This file can not be sent.')
  return ok(toMedia(done.row))
}

export const mediaFileRoutes = [
  definePublic(
    {
      method: 'PUT',
      path: '/api/media/uploads/:id',
      summary: 'Takes the bytes of an announced file; the signed address itself is the permission',
      params: z.object({ id: idSchema }),
      query: signedQuery,
      rawBody: 'application/octet-stream',
      responses: { 200: mediaAsset },
    },
    async ({ db, params: { id }, query, http }) => {
      const { request } = http.request
      if (!isSigned('put', id, query)) return forbidden('This address is not valid any more; announce the file again.')
      const [row] = await db.query<MediaRow>(find, [id])
      const store = await mediaStore()
      if (row === undefined || store.receive === undefined) return notFound('This file')
      if (row.status !== 'pending')
        return conflict('E_UPLOADED', 'This file has been uploaded already; announce it again to send another.')
      if (Number(request.headers['content-length'] ?? 0) > UPLOAD_LIMIT) return passing(request, tooLarge(UPLOAD_LIMIT))
      const received = await store.receive(rawKey(row.storage_key), request, UPLOAD_LIMIT)
      if (!received.ok) return passing(request, refusals[received.why]())
      const done = await completeUpload(db, row)
      announce(row.workspace_id, 'media')
      return completedReply(done)
    },
  ),
  definePublic(
    {
      method: 'GET',
      path: '/media/:id/:name',
      summary: 'A file, by a signed address: for browsers, and for the carrier that fetches it',
      params: z.object({ id: idSchema, name: z.string() }),
      query: signedQuery,
      responses: { 200: { contentType: 'application/octet-stream' } },
    },
    async ({ db, params: { id }, query }) => {
      if (!isSigned('get', id, query)) return forbidden('This address is not valid any more.')
      const [row] = await db.query<MediaRow>(find, [id])
      const file = row?.status === 'ready' ? await (await mediaStore()).open(row.storage_key) : null
      return row === undefined || file === null ? notFound('This file') : content(file, headersOf(row))
    },
  ),
]

/** Lets the rest of a body pass unread, so that its sender gets the answer instead of a broken connection. */
function passing(request: { resume: () => unknown }, problem: Problem): Problem {
  request.resume()
  return problem
}

/** Whatever a file holds, a browser takes it for nothing but what we say, and runs nothing in it. */
function headersOf(row: MediaRow): Record<string, string> {
  const type = row.content_type ?? 'application/octet-stream'
  return {
    'content-type': type,
    ...(row.size_bytes === null ? {} : { 'content-length': String(row.size_bytes) }),
    'content-disposition': `${isShownInPlace(type) ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(row.file_name).replace(/['()*]/g, percent)}`,
    'content-security-policy': "default-src 'none'; sandbox",
    'cross-origin-resource-policy': 'cross-origin',
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, max-age=86400, immutable',
  }
}

/** What `encodeURIComponent` leaves and a header's extended value may not hold (RFC 8187 §3.2.1). */
const percent = (letter: string) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`
