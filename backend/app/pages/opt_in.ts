import { changeConsent } from '#app/contacts/consent'
import { createContact, idOfPhone } from '#app/contacts/create_contact'
import { db, transaction } from '#app/core/db'
import { wakeWorkers } from '#app/core/doorbell'
import { announce } from '#app/live/hub'
import { consentWording, type Brand } from '#app/pages/landing'
import { parsePhone } from '@soniarose/messaging'

/** Whose form the public pages show: the installation's first workspace. Null before there is one. */
export async function publicBrand(): Promise<Brand | null> {
  const [row] = await db.query<{
    id: string
    name: string
    brand: string | null
    support: string | null
    phone: string | null
  }>(
    `SELECT w.id, w.name, w.settings->>'brandName' AS brand, w.settings->>'supportContact' AS support, s.phone
       FROM workspaces w LEFT JOIN senders s ON s.workspace_id = w.id AND s.is_default ORDER BY w.created_at, w.id LIMIT 1`,
  )
  if (row === undefined) return null
  return { workspaceId: row.id, name: row.brand || row.name, support: row.support ?? '', phone: row.phone }
}

export type OptIn = { ok: true } | { ok: false; message: string }

/**
 * Takes in a person's own consent, with its exact wording and where it came from. Somebody who has opted out stays so:
 * anybody can type their number into a form, so only a text of their own brings them back.
 */
export async function optIn(brand: Brand, given: { phone: string; firstName: string }, ip: string): Promise<OptIn> {
  const phone = parsePhone(given.phone, 'US')
  if (!phone.ok) return { ok: false, message: phone.message }
  const { workspaceId } = brand
  const origin = { workspaceId, actor: 'public form', ip }
  await transaction(async (tx) => {
    const [clock] = await tx.query<{ now: Date }>('SELECT workspace_now($1) AS now', [workspaceId])
    const consent = { source: 'web form', wording: consentWording(brand), at: (clock?.now ?? new Date()).toISOString() }
    const suppressed = await tx.query('SELECT FROM suppressions WHERE workspace_id = $1 AND phone = $2', [
      workspaceId,
      phone.e164,
    ])
    if (suppressed.length > 0) return
    const made = await createContact(
      tx,
      { phone: phone.e164, firstName: given.firstName || null, tags: [], consent },
      origin,
    )
    if (!made.ok) {
      const id = await idOfPhone(tx, workspaceId, phone.e164)
      const pending = await tx.query(`SELECT FROM contacts WHERE id = $1 AND opt_in_status = 'pending'`, [id])
      if (pending.length > 0) await changeConsent(tx, { ...origin, contactId: id }, { status: 'opted_in', ...consent })
    }
    tx.afterCommit(() => {
      wakeWorkers('runs')
      announce(workspaceId, 'contacts', 'runs', 'compliance')
    })
  })
  return { ok: true }
}
