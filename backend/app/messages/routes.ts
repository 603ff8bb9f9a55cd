import { z } from 'zod'
import { Parameters } from '#app/core/sql'
import { defineRoute, ok } from '#app/core/http/route'
import { decodeCursor, toPage } from '#app/core/http/cursor'
import { idSchema, pageOf, pageQuery } from '#app/core/http/validation'
import { invalidField, notFound, Problem } from '#app/core/problem'
import { MESSAGE_COLUMNS, MESSAGE_STATUSES, messageSchema, toMessage, type MessageRow } from '#app/messages/message'

const known: readonly string[] = MESSAGE_STATUSES
const idFilter = z.string().max(100).optional()
const isUuid = (id: string | undefined) => id === undefined || z.uuid().safeParse(id).success

interface MessageFilter {
  workspaceId: string
  contactId?: string | undefined
  runId?: string | undefined
  direction?: 'inbound' | 'outbound' | undefined
  statuses: string[] | null
  after: string | number | undefined
}

/** Only the conditions that were asked for, so that the index that fits them is taken. */
function conditionsOf(filter: MessageFilter, params: Parameters): string[] {
  const { contactId, runId, direction, statuses, after } = filter
  return [
    `workspace_id = ${params.add(filter.workspaceId)}`,
    ...(contactId === undefined ? [] : [`contact_id = ${params.add(contactId)}`]),
    ...(runId === undefined ? [] : [`run_id = ${params.add(runId)}`]),
    ...(direction === undefined ? [] : [`direction = ${params.add(direction)}`]),
    ...(statuses === null ? [] : [`status = ANY(${params.add(statuses)}::text[])`]),
    ...(after === undefined ? [] : [`id < ${params.add(after)}`]),
  ]
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
      const wanted = query.status?.split(',').filter(Boolean) ?? null
      const wrong = wanted?.find((status) => !known.includes(status))
      if (wrong !== undefined)
        return invalidField('status', 'E_VALIDATION', `"${wrong}" is not a status of a text: ${known.join(', ')}.`)
      if (!isUuid(query.contactId) || !isUuid(query.runId)) return ok({ data: [], nextCursor: null })
      const params = new Parameters()
      const conditions = conditionsOf({ ...query, workspaceId, statuses: wanted, after: after?.[0] }, params)
      const rows = await db.query<MessageRow>(
        `SELECT ${MESSAGE_COLUMNS} FROM messages WHERE ${conditions.join(' AND ')} ORDER BY id DESC LIMIT ${params.add(query.limit + 1)}`,
        params.values,
      )
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
