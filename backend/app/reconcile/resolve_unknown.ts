import { isProviderStatus } from '@soniarose/messaging'
import type pg from 'pg'
import { isDuplicate } from '#app/core/db'
import { applyStatus, type AppliedStatus } from '#app/engine/apply_status'
import { inTransaction } from '#app/engine/transaction'
import type { ListedMessage } from './listed_message.ts'
import type { Look } from './looks.ts'
import { watchOn } from './looks.ts'
import { matchListed, wordsOf, type DoubtfulText } from './match_listed.ts'

interface OpenText {
  attempt_id: string
  body: string
  status: 'sending' | 'unknown'
  started_at: number
}

/** All texts to the contact whose fate is open: each could be the one on the provider's list. */
const OPEN_TEXTS = `
  SELECT attempt_id, body, status, extract(epoch FROM uuid_extract_timestamp(attempt_id))::float8 * 1000 AS started_at
  FROM messages WHERE contact_id = $1 AND direction = 'outbound' AND status IN ('sending', 'unknown') AND attempt_id IS NOT NULL`

const BOUND = 'SELECT provider_sid FROM messages WHERE provider_sid = ANY($1::text[])'

const NOTE_ATTEMPT = `
  UPDATE attempts SET outcome = 'accepted', error = 'found on the provider''s list' WHERE id = $1 AND outcome = 'unknown'`

const OPEN_CONVERSATION = `
  INSERT INTO conversations (contact_id, workspace_id, last_message_at, sender_id)
  SELECT contact_id, workspace_id, sent_at, sender_id FROM messages WHERE attempt_id = $1 AND status <> 'unknown' AND contact_id = $2
  ON CONFLICT (contact_id) DO UPDATE SET sender_id = excluded.sender_id WHERE conversations.sender_id IS NULL`

/**
 * Gives the unknown texts to one contact their SIDs, as far as the provider's list tells which is which.
 * @returns what was applied, and the attempts that are settled now
 */
export async function resolveUnknown(
  pool: pg.Pool,
  look: Look,
  listed: readonly ListedMessage[],
): Promise<{ applied: AppliedStatus[]; settled: string[] }> {
  const open = await pool.query<OpenText>(OPEN_TEXTS, [look.contact_id])
  const free = await notBound(
    pool,
    listed.filter((text) => !text.inbound && isProviderStatus(text.status)),
  )
  // What is being posted at this moment may be on the list already: the same words then say nothing.
  const underWay = new Set(open.rows.filter((text) => text.status === 'sending').map((text) => wordsOf(text.body)))
  const doubtful = open.rows.filter((text) => text.status === 'unknown' && !underWay.has(wordsOf(text.body)))
  const applied: AppliedStatus[] = []
  const settled: string[] = []
  for (const [attemptId, message] of matchListed(doubtful.map(doubtfulOf), free)) {
    const result = await bind(pool, { look, attemptId, message })
    if (result === null) continue
    applied.push(result)
    settled.push(attemptId)
  }
  return { applied, settled }
}

const doubtfulOf = (text: OpenText): DoubtfulText => ({
  attemptId: text.attempt_id,
  body: text.body,
  startedAt: text.started_at,
})

async function notBound(pool: pg.Pool, listed: readonly ListedMessage[]): Promise<ListedMessage[]> {
  const { rows } = await pool.query<{ provider_sid: string }>(BOUND, [listed.map((text) => text.sid)])
  const bound = new Set(rows.map((row) => row.provider_sid))
  return listed.filter((text) => !bound.has(text.sid))
}

async function bind(
  pool: pg.Pool,
  { look, attemptId, message }: { look: Look; attemptId: string; message: ListedMessage },
): Promise<AppliedStatus | null> {
  try {
    return await inTransaction(pool, async (client) => {
      const { sid: messageSid, status, errorCode } = message
      const applied = await applyStatus(client, {
        workspaceIds: [look.workspace_id],
        messageSid,
        attemptId,
        status,
        errorCode,
      })
      if (applied === null) return null
      await client.query(NOTE_ATTEMPT, [attemptId])
      await client.query(OPEN_CONVERSATION, [attemptId, look.contact_id])
      await watchOn(client, attemptId)
      return applied
    })
  } catch (error) {
    // A callback bound this SID to another text at the same moment: that is the truth, and the next look sees it.
    if (isDuplicate(error)) return null
    throw error
  }
}
