import type { Tx } from '#app/core/db'
import { CONTACT_COLUMNS, type ContactAt, type ContactRow } from '#app/contacts/contact'
import { applyStop } from '#app/engine/apply_stop'

export interface ConsentChange {
  status: 'opted_in' | 'opted_out'
  source: string
  wording: string
  at: string
}

/** Whose consent, and who recorded it. */
export interface ConsentBy extends ContactAt {
  actor: string
  ip: string | null
  userAgent?: string | null
  page?: string | null
}

/** Why somebody who agreed elsewhere gets no text yet; `s` is their suppression. */
export const STILL_BLOCKED = `'no text is sent yet: only START or UNSTOP, texted to ' || array_to_string(s.toll_free, ' and ') || ', lifts the block of a toll-free number'`

const optIn = `
  WITH changed AS (
    UPDATE contacts SET opt_in_status = 'opted_in', updated_at = workspace_now($1) WHERE workspace_id = $1 AND id = $2
    RETURNING ${CONTACT_COLUMNS}
  ), proof AS (
    INSERT INTO consents (workspace_id, contact_id, phone, status, source, wording, ip, actor, at, user_agent, page)
    SELECT $1, id, phone, 'opted_in', $3, $4, $5, $6, $7, $8, $9 FROM changed
  ), lifted AS (
    DELETE FROM suppressions s USING changed c WHERE s.workspace_id = $1 AND s.phone = c.phone AND s.toll_free = '{}'
  ), kept AS (
    INSERT INTO compliance_events (workspace_id, contact_id, phone, kind, source, text, at)
    SELECT $1, c.id, c.phone, 'suppressed', $3, ${STILL_BLOCKED}, c.updated_at FROM changed c JOIN suppressions s
      ON s.workspace_id = $1 AND s.phone = c.phone AND s.toll_free <> '{}'
  ), noted AS (
    INSERT INTO compliance_events (workspace_id, contact_id, phone, kind, source, text, at)
    SELECT $1, id, phone, 'opt_in', $3, $4, updated_at FROM changed
  )
  SELECT * FROM changed`

/**
 * Records that somebody gave or took back their permission, with its evidence, and lets it work at once: an opt-out
 * ends the contact's runs and cancels what was planned, exactly as a STOP does.
 * @returns null when there is no such contact
 */
export async function changeConsent(tx: Tx, by: ConsentBy, change: ConsentChange): Promise<ContactRow | null> {
  const { contactId } = by
  const { source, wording, at } = change
  if (change.status === 'opted_in') {
    const [contact] = await tx.query<ContactRow>(optIn, [
      by.workspaceId,
      contactId,
      source,
      wording,
      by.ip,
      by.actor,
      at,
      by.userAgent ?? null,
      by.page ?? null,
    ])
    return contact ?? null
  }
  const [found] = await tx.query<ContactRow>(
    `SELECT ${CONTACT_COLUMNS} FROM contacts WHERE workspace_id = $1 AND id = $2 FOR UPDATE`,
    [by.workspaceId, contactId],
  )
  if (found === undefined) return null
  await applyStop(tx.client, {
    workspaceId: by.workspaceId,
    contactId,
    phone: found.phone,
    kind: 'opt_out',
    source,
    text: wording,
    at,
    actor: by.actor,
    ip: by.ip,
    messageId: null,
  })
  const [after] = await tx.query<ContactRow>(`SELECT ${CONTACT_COLUMNS} FROM contacts WHERE id = $1`, [contactId])
  return after ?? null
}
