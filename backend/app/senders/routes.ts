import { z } from 'zod'
import { audit } from '#app/core/audit'
import { created, defineCreate, defineRoute, noContent, ok } from '#app/core/http/route'
import { idSchema, iso, pageOf, timeSchema } from '#app/core/http/validation'
import { conflict, notFound, Problem } from '#app/core/problem'
import type { Actor } from '#app/core/auth/actor'
import { registerWithEmulator } from '#app/core/server/emulator_mount'
import { wakeWorkers } from '#app/core/doorbell'
import { announce } from '#app/live/hub'
import { addSender } from '#app/senders/add_sender'
import { changeSender } from '#app/senders/change_sender'
import { removeSender } from '#app/senders/remove_sender'
import { senderQueues, type SenderQueue } from '#app/senders/sender_queue'
import { SENDER_COLUMNS, SENDER_KINDS, type SenderRow } from '#app/senders/new_sender'
import { senderFields } from '#app/senders/sender_input'

const params = z.object({ id: idSchema })

const sender = z
  .object({
    id: idSchema,
    label: z.string(),
    kind: z.enum(SENDER_KINDS),
    provider: z.enum(['twilio', 'emulator']),
    phone: z.string().nullable(),
    messagingServiceSid: z.string().nullable(),
    accountSid: z.string(),
    isDefault: z.boolean(),
    pooled: z.boolean().meta({ description: 'New contacts may get it, as they may get the default one' }),
    segmentsPerSecond: z.number().nullable().meta({ description: 'null: no limit of ours' }),
    segmentsPerDay: z.int().nullable(),
    campaign: z.string().nullable(),
    brand: z.string().nullable(),
    optOutHandledBy: z.enum(['twilio', 'us']),
    pausedAt: timeSchema.nullable(),
    pauseReason: z.string().nullable(),
    createdAt: timeSchema,
  })
  .meta({ id: 'Sender' })

const queue = z
  .object({
    planned: z.int(),
    held: z.int(),
    sending: z.int(),
    oldestAt: timeSchema.nullable(),
    clearsAt: timeSchema.nullable().meta({ description: 'When the last planned text has its turn, by the rate' }),
    segmentsToday: z
      .int()
      .nullable()
      .meta({ description: "Since midnight in Los Angeles, by all the brand's numbers; null without a cap of a day" }),
  })
  .meta({ id: 'SenderQueue' })

const listedSender = sender.extend({ queue }).meta({ id: 'SenderWithQueue' })

const NO_QUEUE: SenderQueue = { planned: 0, held: 0, sending: 0, oldestAt: null, clearsAt: null, segmentsToday: null }

const toListed = (row: SenderRow, mode: 'sandbox' | 'live', waiting = NO_QUEUE): z.input<typeof listedSender> => ({
  ...toSender(row, mode),
  queue: { ...waiting, oldestAt: iso(waiting.oldestAt), clearsAt: iso(waiting.clearsAt) },
})

const toSender = (row: SenderRow, mode: 'sandbox' | 'live'): z.input<typeof sender> => ({
  id: row.id,
  label: row.name,
  kind: row.kind,
  provider: mode === 'live' ? 'twilio' : 'emulator',
  phone: row.phone,
  messagingServiceSid: row.messaging_service_sid,
  accountSid: row.account_sid,
  isDefault: row.is_default,
  pooled: row.pooled,
  segmentsPerSecond: row.segments_per_second,
  segmentsPerDay: row.segments_per_day,
  campaign: row.campaign,
  brand: row.brand,
  optOutHandledBy: row.opt_out_handled_by,
  pausedAt: iso(row.paused_at),
  pauseReason: row.pause_reason,
  createdAt: iso(row.created_at),
})

/** The local Twilio must know a sandbox's numbers and tokens as they are now. */
function registerSandbox(actor: Actor): void {
  if (actor.mode !== 'sandbox') return
  registerWithEmulator(actor.workspaceId).catch((error: unknown) =>
    process.stderr.write(`the local Twilio was not told of a sender: ${String(error)}\n`),
  )
}

export const senderRoutes = [
  defineRoute(
    {
      method: 'GET',
      path: '/api/senders',
      summary: 'The numbers and services that the workspace texts from',
      access: 'senders:read',
      responses: { 200: pageOf(listedSender) },
    },
    async ({ db, actor, workspaceId }) => {
      const rows = await db.query<SenderRow>(
        `SELECT ${SENDER_COLUMNS} FROM senders WHERE workspace_id = $1 ORDER BY id LIMIT 200`,
        [workspaceId],
      )
      const queues = await senderQueues(db, workspaceId)
      return ok({ data: rows.map((row) => toListed(row, actor.mode, queues.get(row.id))), nextCursor: null })
    },
  ),
  defineCreate(
    {
      path: '/api/senders',
      summary: 'Adds a sender; its token is kept encrypted',
      access: 'senders:write',
      body: senderFields,
      responses: { 201: sender },
    },
    async ({ db, body, actor, workspaceId, http }) => {
      const added = await addSender(db, workspaceId, body)
      if (added instanceof Problem) return added
      await audit(
        db,
        { actor, http },
        { action: 'sender.create', kind: 'sender', id: added.id, data: { phone: added.phone } },
      )
      db.afterCommit(() => {
        announce(workspaceId, 'settings')
        registerSandbox(actor)
      })
      return created(toSender(added, actor.mode))
    },
  ),
  defineRoute(
    {
      method: 'PATCH',
      path: '/api/senders/:id',
      summary: 'Changes a sender; a new token works from the next text on',
      access: 'senders:write',
      params,
      body: senderFields.extend({ paused: z.boolean().optional() }),
      responses: { 200: sender },
    },
    async ({ params: { id }, body, actor, workspaceId, http }) => {
      const { authToken, ...shown } = body
      const data = { ...shown, tokenChanged: authToken !== undefined }
      const changed = await changeSender({ workspaceId, id }, body, (tx) =>
        audit(tx, { actor, http }, { action: 'sender.change', kind: 'sender', id, data }),
      )
      if (changed instanceof Problem) return changed
      if (changed === null) return notFound('This sender')
      wakeWorkers('messages')
      announce(workspaceId, 'settings')
      registerSandbox(actor)
      return ok(toSender(changed, actor.mode))
    },
  ),
  defineRoute(
    {
      method: 'DELETE',
      path: '/api/senders/:id',
      summary: 'Takes a sender away; not the default one while there are others',
      access: 'senders:write',
      params,
      responses: { 204: null },
    },
    async ({ db, params: { id }, actor, workspaceId, http }) => {
      const [found] = await db.query<SenderRow>(
        `SELECT ${SENDER_COLUMNS} FROM senders WHERE workspace_id = $1 AND id = $2`,
        [workspaceId, id],
      )
      if (found === undefined) return notFound('This sender')
      const others = await db.query('SELECT FROM senders WHERE workspace_id = $1 AND id <> $2 LIMIT 1', [
        workspaceId,
        id,
      ])
      if (found.is_default && others.length > 0)
        return conflict('E_DEFAULT_SENDER', 'This is the default sender; make another one the default first.')
      await removeSender(workspaceId, id)
      await audit(db, { actor, http }, { action: 'sender.delete', kind: 'sender', id })
      announce(workspaceId, 'settings')
      return noContent()
    },
  ),
]
