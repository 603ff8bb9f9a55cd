import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { idSchema, iso, timeSchema } from '#app/core/http/validation'
import { mediaUrl } from '#app/media/signed_url'

export const MEDIA_STATUSES = ['pending', 'ready', 'refused'] as const
export const MEDIA_ORIGINS = ['upload', 'inbound'] as const

export const mediaAsset = z
  .object({
    id: idSchema,
    name: z.string(),
    contentType: z.string().nullable().meta({ description: 'As the bytes have it; null while nobody has looked' }),
    size: z.int().nullable().meta({ description: 'Bytes, as it is kept' }),
    sha256: z.string().nullable(),
    width: z.int().nullable(),
    height: z.int().nullable(),
    url: z.string().nullable().meta({ description: 'Readable by whoever has it, for a day or two; null unless ready' }),
    status: z.enum(MEDIA_STATUSES),
    refusal: z.string().nullable().meta({ description: 'Why it can not be sent, in a sentence' }),
    origin: z.enum(MEDIA_ORIGINS),
    contactId: idSchema.nullable().meta({ description: 'Who sent it' }),
    createdAt: timeSchema,
    expiresAt: timeSchema.nullable().meta({ description: 'When it is deleted; null: never' }),
  })
  .meta({ id: 'MediaAsset' })

export interface MediaRow {
  id: string
  workspace_id: string
  contact_id: string | null
  storage_key: string
  file_name: string
  content_type: string | null
  size_bytes: number | null
  sha256: string | null
  width: number | null
  height: number | null
  status: (typeof MEDIA_STATUSES)[number]
  refusal: string | null
  origin: (typeof MEDIA_ORIGINS)[number]
  created_at: Date
  expires_at: Date | null
}

export const MEDIA_COLUMNS = `id, workspace_id, contact_id, storage_key, file_name, content_type, size_bytes, sha256, width, height,
  status, refusal, origin, created_at, expires_at`

export const toMedia = (row: MediaRow): z.input<typeof mediaAsset> => ({
  id: row.id,
  name: row.file_name,
  contentType: row.content_type,
  size: row.size_bytes,
  sha256: row.sha256,
  width: row.width,
  height: row.height,
  url: row.status === 'ready' ? mediaUrl(row.id, addressName(row.file_name, row.content_type)) : null,
  status: row.status,
  refusal: row.refusal,
  origin: row.origin,
  contactId: row.contact_id,
  createdAt: iso(row.created_at),
  expiresAt: iso(row.expires_at),
})

/** A key under which a file lies: the workspace's folder and chance, nothing that anybody typed. */
export const newStorageKey = (workspaceId: string): string => `${workspaceId}/${randomUUID()}`

/** A file's name without what could lead elsewhere or hide in a header; for showing and saving only. */
export function cleanName(given: string): string {
  const name = given
    .normalize('NFC')
    .replace(/[\p{C}/\\:*?"<>|]/gu, '_')
    .trim()
  return name === '' || /^\.+$/.test(name) ? 'file' : name
}

const endings: Record<string, string> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'video/mp4': 'mp4',
}

/** The name as the last part of an address: plain letters, and the ending that fits the type as it is now. */
export function addressName(name: string, contentType: string | null): string {
  const stem =
    name
      .replace(/\.[^.]*$/, '')
      .replace(/[^A-Za-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 60) || 'file'
  const ending = endings[contentType ?? '']
  return ending === undefined ? stem : `${stem}.${ending}`
}
