import { z } from 'zod'
import { Parameters } from '#app/core/sql'
import { defineRoute, ok } from '#app/core/http/route'
import { decodeCursor, toPage } from '#app/core/http/cursor'
import { idSchema, pageOf, pageQuery } from '#app/core/http/validation'
import { invalidField, notFound, Problem } from '#app/core/problem'
import {
  MESSAGE_COLUMNS,
  MESSAGE_STATUSES,
  messageSchema,
  toMessage,
  type MessageRow,
  type MessageStatus,
} from '#app/messages/message'

const known: readonly string[] = MESSAGE_STATUSES
const isMessageStatus = (status: string): status is MessageStatus => known.includes(status)
const idFilter = z.string().max(100).optional()
const isUuid = (id: string | undefined) => id === undefined || z.uuid().safeParse(id).success

interface MessageFilter {
  workspaceId: string
  contactId?: string | undefined
  runId?: string | undefined
  direction?: 'inbound' | 'outbound' | undefined
  statuses: readonly MessageStatus[] | null
  after: string | number | undefined
  limit: number
}

/**
 * Only the conditions that were asked for, so that the index that fits them is taken; and each status by itself, written
 * out, because a rare one has an index of its own. A page costs the same among millions, also where there is none.
 */
function listSql(filter: MessageFilter, params: Parameters): string {
  const { contactId, runId, direction, statuses, after } = filter
  const limit = params.add(filter.limit)
  const conditions = [
    `workspace_id = ${params.add(filter.workspaceId)}`,
    ...(contactId === undefined ? [] : [`contact_id = ${params.add(contactId)}`]),
    ...(runId === undefined ? [] : [`run_id = ${params.add(runId)}`]),
    ...(direction === undefined ? [] : [`direction = '${direction}'`]),
    ...(after === undefined ? [] : [`id < ${params.add(after)}`]),
  ]
  const newest = (...more: string[]): string =>
    `(SELECT * FROM messages WHERE ${[...conditions, ...more].join(' AND ')} ORDER BY id DESC LIMIT ${limit})`
  const parts =
    statuses === null
      ? [newest()]
      : statuses.map((one) => newest(`status = '${one}'`, ...(one === 'received' ? [`direction = 'inbound'`] : [])))
  return `SELECT ${MESSAGE_COLUMNS} FROM (${parts.join(' UNION ALL ')}) messages ORDER BY id DESC LIMIT ${limit}`
}

export const messageRoutes = [
  defineRoute(
    {
      method: 'GET',
      path: '/api/messages',
      summary: 'Texts in and out, newest first',
      access: 'messages:read',
      query: pageQuery.extend({
        contactId: idFilter,
        runId: idFilter,
        direction: z.enum(['inbound', 'outbound']).optional(),
        status: z.string().max(200).optional().meta({ description: 'One status, or several with commas' }),
      }),
      responses: { 200: pageOf(messageSchema) },
    },
    async ({ db, query, workspaceId }) => {
      const after = decodeCursor(query.cursor, ['id'])
      if (after instanceof Problem) return after
      const wanted = query.status === undefined ? null : [...new Set(query.status.split(',').filter(Boolean))]
      const wrong = wanted?.find((status) => !isMessageStatus(status))
      if (wrong !== undefined)
        return invalidField('status', 'E_VALIDATION', `"${wrong}" is not a status of a text: ${known.join(', ')}.`)
      if (wanted?.length === 0 || !isUuid(query.contactId) || !isUuid(query.runId))
        return ok({ data: [], nextCursor: null })
      const params = new Parameters()
      const statuses = wanted?.filter(isMessageStatus) ?? null
      const filter = { ...query, workspaceId, statuses, after: after?.[0], limit: query.limit + 1 }
      const rows = await db.query<MessageRow>(listSql(filter, params), params.values)
      return ok(toPage(rows, query.limit, { item: toMessage, key: (row) => [row.id] }))
    },
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/api/messages/:id',
      summary: "One text with the gate's decision on it",
      access: 'messages:read',
      params: z.object({ id: idSchema }),
      responses: { 200: messageSchema.extend({ gate: z.unknown() }).meta({ id: 'MessageWithGate' }) },
    },
    async ({ db, params: { id }, workspaceId }) => {
      const [row] = await db.query<MessageRow & { gate: unknown }>(
        `SELECT ${MESSAGE_COLUMNS}, gate FROM messages WHERE workspace_id = $1 AND id = $2`,
        [workspaceId, id],
      )
      return row === undefined ? notFound('This text') : ok({ ...toMessage(row), gate: row.gate })
    },
  ),
]
