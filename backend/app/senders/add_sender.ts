import { isDuplicate, type Tx } from '#app/core/db'
import { conflict, invalidField, Problem } from '#app/core/problem'
import { openToken } from '#app/senders/credentials'
import { insertSender, kindOfPhone, type NewSender, type SenderRow } from '#app/senders/new_sender'
import { shareLimits } from '#app/senders/shared_limits'
import { senderPhone, type SenderInput } from '#app/senders/sender_input'

/** 409: numbers and services belong to one workspace each, so that an inbound text has one place to go. */
export const senderTaken = () => conflict('E_SENDER_EXISTS', 'This number or service belongs to a workspace already.')

interface Account {
  sid: string
  token: string
}

/** The account of a new sender. A further number of one that the workspace has already needs no token again. */
async function accountOf(db: Tx, workspaceId: string, given: SenderInput): Promise<Account | Problem> {
  const [known] = await db.query<{ account_sid: string; credentials: string }>(
    `SELECT account_sid, credentials FROM senders WHERE workspace_id = $1 AND ($2::text IS NULL OR account_sid = $2)
      ORDER BY is_default DESC, id LIMIT 1`,
    [workspaceId, given.accountSid ?? null],
  )
  const sid = given.accountSid ?? known?.account_sid
  if (sid === undefined) return invalidField('accountSid', 'E_REQUIRED', 'Give the Account SID.')
  const token = given.authToken ?? (known === undefined ? undefined : openToken(known.credentials))
  return token === undefined
    ? invalidField('authToken', 'E_REQUIRED', 'Give the auth token of the account.')
    : { sid, token }
}

function senderOf(given: SenderInput, phone: string | null, account: Account): Omit<NewSender, 'workspaceId'> {
  const {
    segmentsPerSecond = null,
    segmentsPerDay = null,
    campaign = null,
    brand = null,
    messagingServiceSid = null,
    isDefault = false,
    pooled = false,
  } = given
  return {
    name: given.label ?? phone ?? 'Messaging Service',
    kind: phone === null ? 'messaging_service' : kindOfPhone(phone),
    phone,
    messagingServiceSid,
    accountSid: account.sid,
    authToken: account.token,
    isDefault,
    pooled,
    segmentsPerSecond,
    segmentsPerDay,
    campaign,
    brand,
    ...(given.optOutHandledBy === undefined ? {} : { optOutHandledBy: given.optOutHandledBy }),
  }
}

/** Adds a sender to a workspace. */
export async function addSender(db: Tx, workspaceId: string, given: SenderInput): Promise<SenderRow | Problem> {
  const phone = senderPhone(given.phone)
  if (phone instanceof Problem) return phone
  if (phone === null && given.messagingServiceSid === undefined)
    return invalidField('phone', 'E_REQUIRED', 'Give a number, or the SID of a Messaging Service.')
  const account = await accountOf(db, workspaceId, given)
  if (account instanceof Problem) return account
  try {
    const added = await insertSender(db, { workspaceId, ...senderOf(given, phone, account) })
    return (await shareLimits(db, { workspaceId, id: added.id }, given)) ?? added
  } catch (error) {
    if (isDuplicate(error)) return senderTaken()
    throw error
  }
}
