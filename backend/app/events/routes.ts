import { z } from 'zod'
import { wakeWorkers } from '#app/core/doorbell'
import { accepted, defineCreate } from '#app/core/http/route'
import { idSchema } from '#app/core/http/validation'
import { Problem } from '#app/core/problem'
import { aboutFields, aboutOne, contactOf, eventData, isAboutOne } from '#app/events/about'
import { webhookTriggerRoute } from '#app/events/webhook_trigger'
import { emitEvent } from '#app/events/emit_event'
import { announce } from '#app/live/hub'

const event = z
  .object({
    name: z.string().trim().min(1).max(100),
    ...aboutFields,
    data: eventData,
  })
  .refine(isAboutOne, aboutOne)

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
      const { id, runsStarted, runsWoken } = await emitEvent(db, {
        workspaceId,
        contactId,
        name: body.name,
        data: body.data,
      })
      db.afterCommit(() => {
        wakeWorkers('runs')
        announce(workspaceId, 'runs')
      })
      return accepted({ id, runsStarted, runsWoken })
    },
  ),
  webhookTriggerRoute,
]
