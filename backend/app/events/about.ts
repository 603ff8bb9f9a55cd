import { parsePhone } from '@soniarose/messaging'
import { z } from 'zod'
import type { Tx } from '#app/core/db'
import { idSchema } from '#app/core/http/validation'
import { invalidField, notFound, type Problem } from '#app/core/problem'

/** Whom something is about, in a request: by id or by number. */
export const aboutFields = { contactId: z.string().optional(), phone: z.string().max(60).optional() }

/** What came along, small enough to be kept with a run. */
export const eventData = z
  .record(z.string(), z.json())
  .default({})
  .refine((value) => JSON.stringify(value).length <= 16_384, 'is at most 16 KiB')

interface About {
  contactId?: string | undefined
  phone?: string | undefined
}

/** For `refine`: one of the two, not both. */
export const isAboutOne = (given: About) => (given.contactId === undefined) !== (given.phone === undefined)
export const aboutOne = { path: ['contactId'], message: 'give either contactId or phone' }

/** The contact that a request is about, locked until the end of the transaction. */
export async function contactOf(tx: Tx, workspaceId: string, given: About): Promise<string | Problem> {
  if (given.phone === undefined && !idSchema.safeParse(given.contactId).success) return notFound('This contact')
  const phone = given.phone === undefined ? null : parsePhone(given.phone, 'US')
  if (phone !== null && !phone.ok) return invalidField('phone', 'E_INVALID_PHONE', phone.message)
  const [row] = await tx.query<{ id: string }>(
    'SELECT id FROM contacts WHERE workspace_id = $1 AND (id = $2::uuid OR phone = $3) FOR UPDATE',
    [workspaceId, given.contactId ?? null, phone?.e164 ?? null],
  )
  return row?.id ?? notFound('This contact')
}
