import { z } from 'zod'
import { parsePhone } from '@soniarose/messaging'
import { audit } from '#app/core/audit'
import { isDuplicate, transaction, type Tx } from '#app/core/db'
import { Parameters } from '#app/core/sql'
import { created, defineCreate, defineRoute, noContent, ok } from '#app/core/http/route'
import { idSchema, iso, pageOf, timeSchema } from '#app/core/http/validation'
import { conflict, invalidField, notFound, Problem } from '#app/core/problem'
import { announce } from '#app/live/hub'
import { sealToken } from '#app/senders/credentials'
import { insertSender, kindOfPhone, SENDER_COLUMNS, SENDER_KINDS, type SenderRow } from '#app/senders/new_sender'

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
    segmentsPerSecond: z.number().nullable().meta({ description: 'null: no limit of ours' }),
    segmentsPerDay: z.int().nullable(),
    optOutHandledBy: z.enum(['twilio', 'us']),
    pausedAt: timeSchema.nullable(),
    pauseReason: z.string().nullable(),
    createdAt: timeSchema,
  })
  .meta({ id: 'Sender' })

const toSender = (row: SenderRow, mode: 'sandbox' | 'live'): z.input<typeof sender> => ({
  id: row.id,
  label: row.name,
  kind: row.kind,
  provider: mode === 'live' ? 'twilio' : 'emulator',
  phone: row.phone,
  messagingServiceSid: row.messaging_service_sid,
  accountSid: row.account_sid,
  isDefault: row.is_default,
  segmentsPerSecond: row.segments_per_second,
  segmentsPerDay: row.segments_per_day,
  optOutHandledBy: row.opt_out_handled_by,
  pausedAt: iso(row.paused_at),
  pauseReason: row.pause_reason,
  createdAt: iso(row.created_at),
})

const fields = {
  label: z.string().trim().min(1).max(120).optional(),
  phone: z.string().max(40).optional(),
  messagingServiceSid: z.string().regex(/^MG[0-9a-fA-F]{32}$/, 'is MG and 32 hex digits').optional(),
  accountSid: z.string().regex(/^AC[0-9a-zA-Z]{1,60}$/, 'begins with AC').optional(),
  authToken: z.string().min(1).max(200).optional().meta({ description: 'Kept encrypted; never shown again' }),
  isDefault: z.boolean().optional(),
  segmentsPerSecond: z.number().positive().max(10_000).nullable().optional(),
  segmentsPerDay: z.int().min(1).nullable().optional(),
  optOutHandledBy: z.enum(['twilio', 'us']).optional(),
}

function phoneOf(given: string | undefined): string | null | Problem {
  if (given === undefined || given === '') return null
  if (/^\d{3,6}$/.test(given)) return given
  const phone = parsePhone(given, 'US')
  return phone.ok ? phone.e164 : invalidField('phone', 'E_INVALID_PHONE', phone.message)
}

const taken = () => conflict('E_SENDER_EXISTS', 'This number or service belongs to a workspace already.')

interface Account {
  account_sid: string
  credentials: string
}

/** A further number of an account that the workspace has already needs no token again. */
async function knownAccount(db: Tx, workspaceId: string): Promise<Account | undefined> {
  const [row] = await db.query<Account>(
    'SELECT account_sid, credentials FROM senders WHERE workspace_id = $1 ORDER BY is_default DESC, id LIMIT 1',
    [workspaceId],
  )
  return row
}

const oneOf = (id: string, workspaceId: string, db: Pick<Tx, 'query'>) =>
  db.query<SenderRow>(`SELECT ${SENDER_COLUMNS} FROM senders WHERE workspace_id = $1 AND id = $2`, [workspaceId, id])

export const senderRoutes = [
  defineRoute(
    {
      method: 'GET',
      path: '/api/senders',
      summary: 'The numbers and services that the workspace texts from',
      access: 'senders:read',
      responses: { 200: pageOf(sender) },
    },
    async ({ db, actor, workspaceId }) => {
      const rows = await db.query<SenderRow>(`SELECT ${SENDER_COLUMNS} FROM senders WHERE workspace_id = $1 ORDER BY id LIMIT 200`, [
        workspaceId,
      ])
      return ok({ data: rows.map((row) => toSender(row, actor.mode)), nextCursor: null })
    },
  ),
  defineCreate(
    {
      path: '/api/senders',
      summary: 'Adds a sender; its token is kept encrypted',
      access: 'senders:write',
      body: z.object(fields),
      responses: { 201: sender },
    },
    async ({ db, body, actor, workspaceId, http }) => {
      const phone = phoneOf(body.phone)
      if (phone instanceof Problem) return phone
      if (phone === null && body.messagingServiceSid === undefined)
        return invalidField('phone', 'E_REQUIRED', 'Give a number, or the SID of a Messaging Service.')
      const known = await knownAccount(db, workspaceId)
      const accountSid = body.accountSid ?? known?.account_sid
      const sameAccount = known !== undefined && known.account_sid === accountSid
      if (accountSid === undefined) return invalidField('accountSid', 'E_REQUIRED', 'Give the Account SID.')
      if (body.authToken === undefined && !sameAccount) return invalidField('authToken', 'E_REQUIRED', 'Give the auth token of the account.')
      await db.query('SAVEPOINT sender')
      try {
        const row = await insertSender(db, {
          workspaceId,
          name: body.label ?? phone ?? 'Messaging Service',
          kind: phone === null ? 'messaging_service' : kindOfPhone(phone),
          phone,
          messagingServiceSid: body.messagingServiceSid ?? null,
          accountSid,
          authToken: body.authToken ?? '',
          isDefault: body.isDefault ?? false,
          segmentsPerSecond: body.segmentsPerSecond ?? null,
          segmentsPerDay: body.segmentsPerDay ?? null,
          ...(body.optOutHandledBy === undefined ? {} : { optOutHandledBy: body.optOutHandledBy }),
        })
        if (body.authToken === undefined)
          await db.query('UPDATE senders SET credentials = $2 WHERE id = $1', [row.id, known?.credentials])
        await audit(db, { actor, http }, { action: 'sender.create', kind: 'sender', id: row.id, data: { phone } })
        db.afterCommit(() => announce(workspaceId, 'settings'))
        return created(toSender(row, actor.mode))
      } catch (error) {
        if (isDuplicate(error)) return taken()
        throw error
      }
    },
  ),
  defineRoute(
    {
      method: 'PATCH',
      path: '/api/senders/:id',
      summary: 'Changes a sender; a new token works from the next text on',
      access: 'senders:write',
      params,
      body: z.object({ ...fields, paused: z.boolean().optional() }),
      responses: { 200: sender },
    },
    async ({ params: { id }, body, actor, workspaceId, http }) => {
      const phone = phoneOf(body.phone)
      if (phone instanceof Problem) return phone
      const set = new Parameters([workspaceId, id])
      const sets = [
        ...(body.label === undefined ? [] : [`name = ${set.add(body.label)}`]),
        ...(phone === null ? [] : [`phone = ${set.add(phone)}`, `kind = ${set.add(kindOfPhone(phone))}`]),
        ...(body.messagingServiceSid === undefined ? [] : [`messaging_service_sid = ${set.add(body.messagingServiceSid)}`]),
        ...(body.accountSid === undefined ? [] : [`account_sid = ${set.add(body.accountSid)}`]),
        ...(body.authToken === undefined ? [] : [`credentials = ${set.add(sealToken(body.authToken))}`]),
        ...(body.segmentsPerSecond === undefined ? [] : [`segments_per_second = ${set.add(body.segmentsPerSecond)}`]),
        ...(body.segmentsPerDay === undefined ? [] : [`segments_per_day = ${set.add(body.segmentsPerDay)}`]),
        ...(body.optOutHandledBy === undefined ? [] : [`opt_out_handled_by = ${set.add(body.optOutHandledBy)}`]),
        ...(body.isDefault === undefined ? [] : [`is_default = ${set.add(body.isDefault)}`]),
        ...(body.paused === undefined ? [] : [`paused_at = ${body.paused ? 'coalesce(paused_at, now())' : 'NULL'}`, 'pause_reason = NULL']),
      ]
      try {
        const row = await transaction(async (tx) => {
          if (body.isDefault === true)
            await tx.query('UPDATE senders SET is_default = false WHERE workspace_id = $1 AND is_default AND id <> $2', [workspaceId, id])
          const [changed] = await tx.query<SenderRow>(
            `UPDATE senders SET ${[...sets, 'updated_at = now()'].join(', ')} WHERE workspace_id = $1 AND id = $2 RETURNING ${SENDER_COLUMNS}`,
            set.values,
          )
          const { authToken: _, ...shown } = body
          if (changed !== undefined) await audit(tx, { actor, http }, { action: 'sender.change', kind: 'sender', id, data: shown })
          return changed
        })
        if (row === undefined) return notFound('This sender')
        announce(workspaceId, 'settings')
        return ok(toSender(row, actor.mode))
      } catch (error) {
        if (isDuplicate(error)) return taken()
        throw error
      }
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
      const [found] = await oneOf(id, workspaceId, db)
      if (found === undefined) return notFound('This sender')
      const others = await db.query('SELECT FROM senders WHERE workspace_id = $1 AND id <> $2 LIMIT 1', [workspaceId, id])
      if (found.is_default && others.length > 0)
        return conflict('E_DEFAULT_SENDER', 'This is the default sender; make another one the default first.')
      await db.query('DELETE FROM senders WHERE workspace_id = $1 AND id = $2', [workspaceId, id])
      await audit(db, { actor, http }, { action: 'sender.delete', kind: 'sender', id })
      announce(workspaceId, 'settings')
      return noContent()
    },
  ),
]
