import { randomBytes, randomInt } from 'node:crypto'
import { isTollFree } from '@soniarose/messaging'
import { isDuplicate, type Db } from '#app/core/db'
import { sealToken } from '#app/senders/credentials'

export const SENDER_KINDS = ['long_code', 'toll_free', 'short_code', 'messaging_service'] as const
export type SenderKind = (typeof SENDER_KINDS)[number]

export interface NewSender {
  workspaceId: string
  name: string
  kind: SenderKind
  phone: string | null
  messagingServiceSid: string | null
  accountSid: string
  authToken: string
  isDefault: boolean
  pooled?: boolean
  segmentsPerSecond?: number | null
  segmentsPerDay?: number | null
  campaign?: string | null
  brand?: string | null
  optOutHandledBy?: 'twilio' | 'us'
}

export interface SenderRow {
  id: string
  name: string
  kind: SenderKind
  phone: string | null
  messaging_service_sid: string | null
  account_sid: string
  segments_per_second: number | null
  segments_per_day: number | null
  campaign: string | null
  brand: string | null
  opt_out_handled_by: 'twilio' | 'us'
  is_default: boolean
  pooled: boolean
  paused_at: Date | null
  pause_reason: string | null
  created_at: Date
}

export const SENDER_COLUMNS = `id, name, kind, phone, messaging_service_sid, account_sid, segments_per_second, segments_per_day,
  campaign, brand, opt_out_handled_by, is_default, pooled, paused_at, pause_reason, created_at`

/** Short codes have no default handling of STOP by Twilio; all others do. Source: Twilio's opt-out documentation. */
export const handledBy = (kind: SenderKind): 'twilio' | 'us' => (kind === 'short_code' ? 'us' : 'twilio')

/** Which kind of number this is, from the number itself (US toll-free area codes; short codes have 3 to 6 digits). */
export function kindOfPhone(phone: string): SenderKind {
  if (/^\+?\d{3,6}$/.test(phone)) return 'short_code'
  return isTollFree(phone) ? 'toll_free' : 'long_code'
}

/** Stores a sender with its token encrypted. The first of a workspace is its default. */
export async function insertSender(db: Db, sender: NewSender): Promise<SenderRow> {
  if (sender.isDefault)
    await db.query('UPDATE senders SET is_default = false WHERE workspace_id = $1 AND is_default', [sender.workspaceId])
  const [row] = await db.query<SenderRow>(
    `INSERT INTO senders (workspace_id, name, kind, phone, messaging_service_sid, account_sid, credentials, segments_per_second,
                          segments_per_day, opt_out_handled_by, is_default, pooled, campaign, brand)
     SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11 OR NOT EXISTS (SELECT FROM senders WHERE workspace_id = $1 AND is_default), $12,
            $13, $14
     RETURNING ${SENDER_COLUMNS}`,
    [
      sender.workspaceId,
      sender.name,
      sender.kind,
      sender.phone,
      sender.messagingServiceSid,
      sender.accountSid,
      sealToken(sender.authToken),
      sender.segmentsPerSecond ?? null,
      sender.segmentsPerDay ?? null,
      sender.optOutHandledBy ?? handledBy(sender.kind),
      sender.isDefault,
      sender.pooled ?? false,
      sender.campaign ?? null,
      sender.brand ?? null,
    ],
  )
  if (row === undefined) throw new Error('the sender was not stored')
  return row
}

/**
 * Gives a sandbox its own number with the local Twilio: an account that exists nowhere else, and a number from the
 * range that is kept for fiction (555-01xx), longer where that runs out.
 * @param db a transaction; a number that is taken is tried again under a savepoint
 */
export async function giveSandboxSender(db: Db, workspaceId: string): Promise<SenderRow> {
  const account = { accountSid: `AC${randomBytes(16).toString('hex')}`, authToken: randomBytes(16).toString('hex') }
  for (let attempt = 0; ; attempt += 1) {
    const phone = attempt < 8 ? `+1555010${pad(randomInt(10_000), 4)}` : `+1555${pad(randomInt(10_000_000), 7)}`
    await db.query('SAVEPOINT sandbox_sender')
    try {
      const name = 'Sandbox number'
      return await insertSender(db, {
        workspaceId,
        name,
        kind: 'long_code',
        phone,
        messagingServiceSid: null,
        ...account,
        isDefault: true,
      })
    } catch (error) {
      if (!isDuplicate(error, 'senders_phone') || attempt > 20) throw error
      await db.query('ROLLBACK TO SAVEPOINT sandbox_sender')
    }
  }
}

const pad = (value: number, digits: number) => String(value).padStart(digits, '0')
