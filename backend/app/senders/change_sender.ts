import { isDuplicate, transaction, type Tx } from '#app/core/db'
import { Problem } from '#app/core/problem'
import { Parameters } from '#app/core/sql'
import { senderTaken } from '#app/senders/add_sender'
import { sealToken } from '#app/senders/credentials'
import { kindOfPhone, SENDER_COLUMNS, type SenderRow } from '#app/senders/new_sender'
import { senderPhone, type SenderInput } from '#app/senders/sender_input'
import { shareLimits } from '#app/senders/shared_limits'
import { tellSenderChanged } from '#app/senders/sender_news'

export interface SenderAt {
  workspaceId: string
  id: string
}

type Change = SenderInput & { paused?: boolean | undefined }

/** The columns that a change sets, with their new values. */
function columnsOf(change: Change, phone: string | null): [string, unknown][] {
  const all: [string, unknown][] = [
    ['name', change.label],
    ['phone', phone ?? undefined],
    ['kind', phone === null ? undefined : kindOfPhone(phone)],
    ['messaging_service_sid', change.messagingServiceSid],
    ['account_sid', change.accountSid],
    ['credentials', change.authToken === undefined ? undefined : sealToken(change.authToken)],
    ['segments_per_second', change.segmentsPerSecond],
    ['segments_per_day', change.segmentsPerDay],
    ['campaign', change.campaign],
    ['brand', change.brand],
    ['opt_out_handled_by', change.optOutHandledBy],
    ['is_default', change.isDefault],
    ['pooled', change.pooled],
  ]
  return all.filter(([, value]) => value !== undefined)
}

function assignments(change: Change, phone: string | null, params: Parameters): string {
  const sets = columnsOf(change, phone).map(([column, value]) => `${column} = ${params.add(value)}`)
  if (change.paused !== undefined)
    sets.push(`paused_at = ${change.paused ? 'coalesce(paused_at, now())' : 'NULL'}`, 'pause_reason = NULL')
  // The carrier had refused the old credentials, perhaps; whether it takes the new ones, the next text tells.
  else if (change.authToken !== undefined)
    sets.push('paused_at = CASE WHEN pause_reason IS NULL THEN paused_at END', 'pause_reason = NULL')
  return [...sets, 'updated_at = now()'].join(', ')
}

const makeRoom = 'UPDATE senders SET is_default = false WHERE workspace_id = $1 AND is_default AND id <> $2'

/**
 * Changes a sender; a new token works from the next text on.
 * @param noted called in the same transaction once it is changed
 * @returns null when the workspace has no such sender
 */
export async function changeSender(
  at: SenderAt,
  change: Change,
  noted: (tx: Tx) => Promise<void>,
): Promise<SenderRow | Problem | null> {
  const phone = senderPhone(change.phone)
  if (phone instanceof Problem) return phone
  const params = new Parameters([at.workspaceId, at.id])
  const sets = assignments(change, phone, params)
  try {
    return await transaction(async (tx) => {
      if (change.isDefault === true) await tx.query(makeRoom, [at.workspaceId, at.id])
      const [row] = await tx.query<SenderRow>(
        `UPDATE senders SET ${sets} WHERE workspace_id = $1 AND id = $2 RETURNING ${SENDER_COLUMNS}`,
        params.values,
      )
      if (row === undefined) return null
      const shared = await shareLimits(tx, at, change)
      await noted(tx)
      await tellSenderChanged(tx, row.id)
      return shared ?? row
    })
  } catch (error) {
    if (isDuplicate(error)) return senderTaken()
    throw error
  }
}
