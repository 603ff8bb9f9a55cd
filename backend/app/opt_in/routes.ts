import { z } from 'zod'
import { wakeWorkers } from '#app/core/doorbell'
import { accepted, defineCreate } from '#app/core/http/route'
import { idSchema } from '#app/core/http/validation'
import { conflict, notFound } from '#app/core/problem'
import { announce } from '#app/live/hub'
import { requestOptIn } from '#app/opt_in/request_opt_in'

const refusals = {
  not_found: () => notFound('This contact'),
  opted_in: () => conflict('E_ALREADY_OPTED_IN', 'This contact has consented already.'),
  opted_out: () => conflict('E_OPTED_OUT', 'This contact has opted out; only a text of their own brings them back.'),
  asked: () => conflict('E_ASKED_ALREADY', 'This contact was asked within the last day.'),
}

export const optInRoutes = [
  defineCreate(
    {
      path: '/api/contacts/:id/opt-in-request',
      summary: 'Asks a pending contact by text whether they agree; their "yes" opts them in',
      access: 'contacts:write',
      params: z.object({ id: idSchema }),
      responses: { 202: z.object({ messageId: idSchema }) },
    },
    async ({ db, params: { id }, workspaceId }) => {
      const asked = await requestOptIn(db, { workspaceId, contactId: id })
      if (!asked.ok) return refusals[asked.reason]()
      db.afterCommit(() => {
        wakeWorkers('messages')
        announce(workspaceId, 'messages', 'conversations')
      })
      return accepted({ messageId: asked.messageId })
    },
  ),
]
