import { parsePhone } from '@soniarose/messaging'
import { z } from 'zod'
import { audit } from '#app/core/audit'
import type { Tx } from '#app/core/db'
import { wakeWorkers } from '#app/core/doorbell'
import { defineCreate, ok } from '#app/core/http/route'
import { idSchema } from '#app/core/http/validation'
import { conflict, invalidField, notFound, Problem } from '#app/core/problem'
import { sendMessage } from '#app/conversations/send_message'
import { announce } from '#app/live/hub'
import { checkAccount } from '#app/senders/check_account'

const TEST_TEXT = 'This is a test from SoniaRose. If you can read it, this sender works.'

const result = z
  .object({
    ok: z.boolean(),
    accountStatus: z.string().optional(),
    accountName: z.string().optional(),
    code: z.int().nullable().optional().meta({ description: 'The carrier’s own code of its refusal' }),
    message: z.string().optional(),
    messageId: idSchema
      .optional()
      .meta({ description: 'The test text, with `to` only; its status tells how it fares' }),
  })
  .meta({ id: 'SenderTest' })

async function contactOf(db: Tx, workspaceId: string, to: string): Promise<string | Problem> {
  const phone = parsePhone(to, 'US')
  if (!phone.ok) return invalidField('to', 'E_INVALID_PHONE', phone.message)
  const [row] = await db.query<{ id: string }>('SELECT id FROM contacts WHERE workspace_id = $1 AND phone = $2', [
    workspaceId,
    phone.e164,
  ])
  return (
    row?.id ??
    invalidField(
      'to',
      'E_NO_CONSENT',
      'Add this number as a contact with its consent first; the test is a text like any other.',
    )
  )
}

const refusals = {
  not_found: () => notFound('This contact'),
  opted_out: () => conflict('E_OPTED_OUT', 'This number has opted out.'),
  no_consent: () => invalidField('to', 'E_NO_CONSENT', 'This contact has not consented yet.'),
  no_media: () => notFound('This file'),
  // The test text has no files.
  too_much_media: () => notFound('This file'),
}

export const senderTestRoutes = [
  defineCreate(
    {
      path: '/api/senders/:id/test',
      summary:
        'Tries a sender: its credentials and, with `to`, a text to a contact who has consented, through the send gate',
      access: 'senders:write',
      params: z.object({ id: idSchema }),
      body: z.object({ to: z.string().max(60).optional() }),
      responses: { 200: result },
    },
    async ({ db, params: { id }, body, actor, workspaceId, http }) => {
      const [sender] = await db.query('SELECT FROM senders WHERE workspace_id = $1 AND id = $2', [workspaceId, id])
      if (sender === undefined) return notFound('This sender')
      const checked = await checkAccount(id)
      if (!checked.ok || body.to === undefined) return ok(checked)
      const contactId = await contactOf(db, workspaceId, body.to)
      if (contactId instanceof Problem) return contactId
      const sent = await sendMessage(db, {
        workspaceId,
        contactId,
        senderId: id,
        body: TEST_TEXT,
        mediaIds: [],
        sendAt: null,
      })
      if (!sent.ok) return refusals[sent.error.type]()
      await audit(db, { actor, http }, { action: 'sender.test', kind: 'sender', id })
      db.afterCommit(() => {
        wakeWorkers('messages')
        announce(workspaceId, 'messages', 'conversations')
      })
      return ok({ ...checked, messageId: sent.message.id })
    },
  ),
]
