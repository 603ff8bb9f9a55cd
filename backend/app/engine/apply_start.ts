import type { EngineClient } from './pool.ts'
import { pokeRuns } from './poke_runs.ts'
import { blockedStill, noteBlocked } from './toll_free_block.ts'

/** Somebody who had opted out asks for texts again, by a text of theirs. */
export interface OptInAgain {
  workspaceId: string
  contactId: string
  phone: string
  source: string
  text: string
  at: Date
  messageId: string
  /** Our number that it was texted to. */
  to: string
}

const RESTORE = `
  WITH contact AS (
    UPDATE contacts SET opt_in_status = 'opted_in', updated_at = $7 WHERE workspace_id = $1 AND id = $2
  ), lifted AS (
    DELETE FROM suppressions WHERE workspace_id = $1 AND phone = $3
  ), consent AS (
    INSERT INTO consents (workspace_id, contact_id, phone, status, source, wording, message_id, at)
    VALUES ($1, $2, $3, 'opted_in', $4, $5, $6, $7)
  )
  INSERT INTO compliance_events (workspace_id, contact_id, phone, kind, source, text, message_id, at)
  VALUES ($1, $2, $3, 'start', $4, $5, $6, $7)`

/**
 * Gives the permission back in the caller's transaction. Runs that ended at the opt-out stay ended.
 * @returns false: the network still blocks a toll-free number, so nothing is given back, and the log says why
 */
export async function applyStart(client: EngineClient, optIn: OptInAgain): Promise<boolean> {
  const { workspaceId, contactId, phone, source, text, messageId, at } = optIn
  const blocked = await blockedStill(client, optIn)
  if (blocked.length > 0) {
    await noteBlocked(client, optIn, blocked)
    return false
  }
  await client.query(RESTORE, [workspaceId, contactId, phone, source, text, messageId, at])
  await pokeRuns(client, [contactId])
  return true
}
