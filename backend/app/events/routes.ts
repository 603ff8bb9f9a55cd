import { parsePhone } from '@soniarose/messaging'
import { z } from 'zod'
import type { Tx } from '#app/core/db'
import { wakeWorkers } from '#app/core/doorbell'
import { accepted, defineCreate } from '#app/core/http/route'
import { idSchema } from '#app/core/http/validation'
import { invalidField, notFound, Problem } from '#app/core/problem'
import { settleByEvent } from '#app/engine/settle'
import { startByEvent } from '#app/engine/start_by_event'
import { announce } from '#app/live/hub'
import type { JsonObject } from '@soniarose/core'

const data = z
  .record(z.string(), z.json())
  .default({})
  .refine((value) => JSON.stringify(value).length <= 16_384, 'is at most 16 KiB')

const event = z
  .object({
    name: z.string().trim().min(1).max(100),
    contactId: z.string().optional(),
    phone: z.string().max(60).optional(),
    data,
  })
  .refine((given) => (given.contactId === undefined) !== (given.phone === undefined), {
    path: ['contactId'],
    message: 'give either contactId or phone',
  })

/** The contact that an event is about. */
async function contactOf(tx: Tx, workspaceId: string, given: z.output<typeof event>): Promise<string | Problem> {
  if (given.phone === undefined && !idSchema.safeParse(given.contactId).success) return notFound('This contact')
  const phone = given.phone === undefined ? null : parsePhone(given.phone, 'US')
  if (phone !== null && !phone.ok) return invalidField('phone', 'E_INVALID_PHONE', phone.message)
  const [row] = await tx.query<{ id: string }>(
    'SELECT id FROM contacts WHERE workspace_id = $1 AND (id = $2::uuid OR phone = $3) FOR UPDATE',
    [workspaceId, given.contactId ?? null, phone?.e164 ?? null],
  )
  return row?.id ?? notFound('This contact')
}

const store = `INSERT INTO custom_events (workspace_id, contact_id, name, data, at)
  VALUES ($1, $2, $3, $4, workspace_now($1)) RETURNING id`

export const eventRoutes = [
  defineCreate(
    {
      path: '/api/events',
      summary: 'Something happened to a contact: starts the workflows and wakes the runs that wait for it',
      access: 'events:write',
      body: event,
      responses: { 202: z.object({ id: idSchema, runsStarted: z.int(), runsWoken: z.int() }) },
    },
    async ({ db, body, workspaceId }) => {
      const contactId = await contactOf(db, workspaceId, body)
      if (contactId instanceof Problem) return contactId
      const values: JsonObject = body.data
      const [stored] = await db.query<{ id: string }>(store, [
        workspaceId,
        contactId,
        body.name,
        JSON.stringify(values),
      ])
      if (stored === undefined) throw new Error('the event was not stored')
      const runsWoken = await settleByEvent(db.client, contactId, body.name, values)
      const runsStarted = await startByEvent(db.client, [
        {
          workspaceId,
          contactId,
          kind: 'event',
          key: body.name,
          data: { name: body.name, ...values },
          triggerKey: stored.id,
        },
      ])
      db.afterCommit(() => {
        wakeWorkers('runs')
        announce(workspaceId, 'runs')
      })
      return accepted({ id: stored.id, runsStarted, runsWoken })
    },
  ),
]
