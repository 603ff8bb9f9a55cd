import { z } from 'zod'
import { OPT_IN_STATUSES, type OptInStatus } from '#app/contacts/contact'
import { sendMessage } from '#app/conversations/send_message'
import { wakeWorkers } from '#app/core/doorbell'
import { created, defineCreate, defineRoute, noContent, ok } from '#app/core/http/route'
import { decodeCursor, toPage } from '#app/core/http/cursor'
import { idSchema, iso, pageOf, pageQuery, timeSchema } from '#app/core/http/validation'
import { conflict, invalidField, notFound, Problem } from '#app/core/problem'
import { announce } from '#app/live/hub'
import {
  MESSAGE_COLUMNS,
  MESSAGE_STATUSES,
  messageSchema,
  toMessage,
  type MessageRow,
  type MessageStatus,
} from '#app/messages/message'

const params = z.object({ contactId: idSchema })

const conversation = z
  .object({
    contactId: idSchema,
    contact: z.object({
      id: idSchema,
      phone: z.string(),
      firstName: z.string().nullable(),
      lastName: z.string().nullable(),
      optInStatus: z.enum(OPT_IN_STATUSES),
    }),
    lastMessage: z
      .object({
        body: z.string(),
        direction: z.enum(['inbound', 'outbound']),
        status: z.enum(MESSAGE_STATUSES),
        createdAt: timeSchema,
      })
      .nullable(),
    lastMessageAt: timeSchema,
    unread: z.int(),
    status: z.enum(['open', 'closed']),
    handoffAt: timeSchema.nullable().meta({ description: 'A workflow has asked a person to take over' }),
  })
  .meta({ id: 'Conversation' })

interface Row {
  contact_id: string
  last_message_at: Date
  /** To the microsecond, which a Date does not keep. */
  at_key: string
  unread: number
  status: 'open' | 'closed'
  handoff_at: Date | null
  phone: string
  first_name: string | null
  last_name: string | null
  opt_in_status: OptInStatus
  last: { body: string; direction: 'inbound' | 'outbound'; status: MessageStatus; at: string } | null
}

const toConversation = (row: Row): z.input<typeof conversation> => ({
  contactId: row.contact_id,
  contact: {
    id: row.contact_id,
    phone: row.phone,
    firstName: row.first_name,
    lastName: row.last_name,
    optInStatus: row.opt_in_status,
  },
  lastMessage:
    row.last === null
      ? null
      : {
          body: row.last.body,
          direction: row.last.direction,
          status: row.last.status,
          createdAt: new Date(row.last.at).toISOString(),
        },
  lastMessageAt: iso(row.last_message_at),
  unread: row.unread,
  status: row.status,
  handoffAt: iso(row.handoff_at),
})

const list = `
  SELECT v.contact_id, v.last_message_at, v.last_message_at::text AS at_key, v.unread, v.status, v.handoff_at, c.phone, c.first_name, c.last_name, c.opt_in_status, last.message AS last
    FROM conversations v JOIN contacts c ON c.id = v.contact_id
    LEFT JOIN LATERAL (
      SELECT jsonb_build_object('body', m.body, 'direction', m.direction, 'status', m.status, 'at', m.created_at) AS message
        FROM messages m WHERE m.contact_id = v.contact_id ORDER BY m.id DESC LIMIT 1
    ) last ON true
   WHERE v.workspace_id = $1 AND ($2::timestamptz IS NULL OR (v.last_message_at, v.contact_id) < ($2::timestamptz, $3::uuid))
     AND ($4::text IS NULL OR v.status = $4) AND (NOT $5 OR v.unread > 0)
     AND ($6::text IS NULL OR strpos(c.search, lower($6)) > 0)
   ORDER BY v.last_message_at DESC, v.contact_id DESC LIMIT $7`

async function exists(
  db: { query: (sql: string, params: unknown[]) => Promise<unknown[]> },
  workspaceId: string,
  contactId: string,
): Promise<boolean> {
  return (
    (await db.query('SELECT FROM contacts WHERE workspace_id = $1 AND id = $2', [workspaceId, contactId])).length > 0
  )
}

export const conversationRoutes = [
  defineRoute(
    {
      method: 'GET',
      path: '/api/conversations',
      summary: 'The inbox: threads by their newest text',
      access: 'conversations:read',
      query: pageQuery.extend({
        status: z.enum(['open', 'closed']).optional(),
        unread: z.enum(['true', 'false']).optional(),
        search: z.string().max(200).optional(),
      }),
      responses: { 200: pageOf(conversation) },
    },
    async ({ db, query, workspaceId }) => {
      const after = decodeCursor(query.cursor, ['time', 'id'])
      if (after instanceof Problem) return after
      const rows = await db.query<Row>(list, [
        workspaceId,
        after?.[0] ?? null,
        after?.[1] ?? null,
        query.status ?? null,
        query.unread === 'true',
        query.search ?? null,
        query.limit + 1,
      ])
      return ok(toPage(rows, query.limit, { item: toConversation, key: (row) => [row.at_key, row.contact_id] }))
    },
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/api/conversations/:contactId/messages',
      summary: 'The texts of one thread, newest first',
      access: 'conversations:read',
      params,
      query: pageQuery,
      responses: { 200: pageOf(messageSchema) },
    },
    async ({ db, params: { contactId }, query, workspaceId }) => {
      const after = decodeCursor(query.cursor, ['id'])
      if (after instanceof Problem) return after
      if (!(await exists(db, workspaceId, contactId))) return notFound('This contact')
      const rows = await db.query<MessageRow>(
        `SELECT ${MESSAGE_COLUMNS} FROM messages WHERE contact_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
        [contactId, after?.[0] ?? null, query.limit + 1],
      )
      return ok(toPage(rows, query.limit, { item: toMessage, key: (row) => [row.id] }))
    },
  ),
  defineCreate(
    {
      path: '/api/conversations/:contactId/messages',
      summary: 'Writes a text to a contact, now or later',
      access: 'conversations:write',
      params,
      body: z
        .object({
          body: z.string().max(1600).default(''),
          mediaIds: z.array(idSchema).max(10).default([]),
          sendAt: timeSchema.optional().meta({ description: "In the workspace's clock; not before this" }),
        })
        .refine((text) => text.body.trim() !== '' || text.mediaIds.length > 0, { path: ['body'], message: 'is empty' }),
      responses: { 201: messageSchema },
    },
    async ({ db, params: { contactId }, body, workspaceId }) => {
      const outcome = await sendMessage(db, { workspaceId, contactId, ...body, sendAt: body.sendAt ?? null })
      if (outcome.ok) {
        db.afterCommit(() => {
          wakeWorkers('messages')
          announce(workspaceId, 'messages', 'conversations')
        })
        return created(toMessage(outcome.message))
      }
      switch (outcome.error.type) {
        case 'not_found':
          return notFound('This contact')
        case 'opted_out':
          return conflict('E_OPTED_OUT', 'This person has opted out; no text may go to them until they opt in again.')
        case 'no_consent':
          return conflict('E_NO_CONSENT', 'This person has not opted in yet; record their consent first.')
        case 'no_media':
          return invalidField(
            'mediaIds',
            'E_VALIDATION',
            `The file ${outcome.error.id} is not there, not ready or has expired.`,
          )
        case 'too_much_media':
          return invalidField('mediaIds', 'E_MEDIA_TOO_LARGE', 'The files have more than 5 MB together; send fewer.')
      }
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/conversations/:contactId/read',
      summary: 'Marks a thread as read',
      access: 'conversations:write',
      params,
      responses: { 204: null },
    },
    async ({ db, params: { contactId }, workspaceId }) => {
      if (!(await exists(db, workspaceId, contactId))) return notFound('This contact')
      await db.query('UPDATE conversations SET unread = 0 WHERE contact_id = $1 AND unread > 0', [contactId])
      announce(workspaceId, 'conversations')
      return noContent()
    },
  ),
  defineRoute(
    {
      method: 'PATCH',
      path: '/api/conversations/:contactId',
      summary: 'Closes a thread, or opens it again; closing ends a hand-over to a person',
      access: 'conversations:write',
      params,
      body: z.object({ status: z.enum(['open', 'closed']) }),
      responses: { 204: null },
    },
    async ({ db, params: { contactId }, body, workspaceId }) => {
      const changed = await db.query(
        `UPDATE conversations SET status = $3, unread = CASE WHEN $3 = 'closed' THEN 0 ELSE unread END,
                handoff_at = CASE WHEN $3 = 'closed' THEN NULL ELSE handoff_at END
          WHERE workspace_id = $1 AND contact_id = $2 RETURNING contact_id`,
        [workspaceId, contactId, body.status],
      )
      if (changed.length === 0) return notFound('This thread')
      announce(workspaceId, 'conversations')
      return noContent()
    },
  ),
]
