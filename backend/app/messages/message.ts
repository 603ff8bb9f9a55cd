import { z } from 'zod'
import { idSchema, iso, timeSchema } from '#app/core/http/validation'
import { mediaUrl } from '#app/media/signed_url'

export const MESSAGE_STATUSES = [
  'planned',
  'held',
  'sending',
  'queued',
  'sent',
  'delivered',
  'undelivered',
  'failed',
  'unknown',
  'canceled',
  'skipped',
  'received',
] as const
export type MessageStatus = (typeof MESSAGE_STATUSES)[number]

export const messageSchema = z
  .object({
    id: idSchema,
    contactId: idSchema,
    direction: z.enum(['inbound', 'outbound']),
    body: z.string(),
    status: z.enum(MESSAGE_STATUSES),
    providerSid: z.string().nullable(),
    errorCode: z.int().nullable(),
    reason: z.string().nullable().meta({ description: 'Why it was held, skipped, blocked or is not known' }),
    runId: idSchema.nullable(),
    nodeId: z.string().nullable(),
    segments: z.int(),
    mediaUrls: z.array(z.string()),
    sendAt: timeSchema.nullable().meta({ description: 'Not handed over yet: when it may go out at the earliest' }),
    createdAt: timeSchema,
    sentAt: timeSchema.nullable(),
    deliveredAt: timeSchema.nullable(),
    clearedAt: timeSchema.nullable().meta({ description: 'When the retention setting emptied its words and pictures' }),
  })
  .meta({ id: 'Message' })

export interface MessageRow {
  id: string
  contact_id: string
  direction: 'inbound' | 'outbound'
  body: string
  status: MessageStatus
  provider_sid: string | null
  error_code: number | null
  reason: string | null
  run_id: string | null
  node_id: string | null
  segments: number
  media: unknown
  send_after: Date | null
  created_at: Date
  sent_at: Date | null
  delivered_at: Date | null
  cleared_at: Date | null
}

export const MESSAGE_COLUMNS = `id, contact_id, direction, body, status, provider_sid, error_code, reason, run_id, node_id, segments,
  media, send_after, created_at, sent_at, delivered_at, cleared_at`

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Media of ours by their ids; of an inbound text whose files aren't fetched yet, none: the provider's need its password. */
function mediaUrlsOf(media: unknown): string[] {
  const items: unknown[] = Array.isArray(media) ? media : []
  return items.flatMap((item) => {
    const id: unknown = typeof item === 'object' && item !== null && 'mediaId' in item ? item.mediaId : item
    return typeof id === 'string' && uuid.test(id) ? [mediaUrl(id)] : []
  })
}

export const toMessage = (row: MessageRow): z.input<typeof messageSchema> => ({
  id: row.id,
  contactId: row.contact_id,
  direction: row.direction,
  body: row.body,
  status: row.status,
  providerSid: row.provider_sid,
  errorCode: row.error_code,
  reason: row.reason,
  runId: row.run_id,
  nodeId: row.node_id,
  segments: row.segments,
  mediaUrls: mediaUrlsOf(row.media),
  sendAt: iso(row.status === 'planned' || row.status === 'held' ? row.send_after : null),
  createdAt: iso(row.created_at),
  sentAt: iso(row.sent_at),
  deliveredAt: iso(row.delivered_at),
  clearedAt: iso(row.cleared_at),
})
