import { changeConsent } from '#app/contacts/consent'
import { createContact, idOfPhone, type Consent } from '#app/contacts/create_contact'
import { db, transaction, type Tx } from '#app/core/db'
import { wakeWorkers } from '#app/core/doorbell'
import { announce } from '#app/live/hub'
import { requestOptIn } from '#app/opt_in/request_opt_in'
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

/** Where a form came from, for the record. */
export interface FormOrigin {
  ip: string
  userAgent: string | null
  /** The address of the page. */
  page: string
}

/**
 * Takes in a person's own consent, with its exact wording and where it came from. Somebody who has opted out stays so:
 * anybody can type their number into a form, so only a text of their own brings them back. Where the workspace wants it,
 * whoever is not known yet is asked by text first, and only their "yes" counts.
 */
export async function optIn(
  brand: Brand,
  given: { phone: string; firstName: string },
  form: FormOrigin,
): Promise<OptIn> {
  const phone = parsePhone(given.phone, 'US')
  if (!phone.ok) return { ok: false, message: phone.message }
  const { workspaceId } = brand
  await transaction(async (tx) => {
    const [facts] = await tx.query<Facts>(factsOf, [workspaceId, phone.e164])
    if (facts === undefined || facts.suppressed) return
    const consent = { source: 'web form', wording: consentWording(brand), at: facts.now.toISOString() }
    const join = { brand, phone: phone.e164, firstName: given.firstName || null, consent, form }
    await (facts.twice ? askFirst(tx, join) : joinNow(tx, join))
    tx.afterCommit(() => {
      wakeWorkers('runs')
      wakeWorkers('messages')
      announce(workspaceId, 'contacts', 'runs', 'messages', 'compliance')
    })
  })
  return { ok: true }
}

interface Facts {
  now: Date
  twice: boolean
  suppressed: boolean
}

const factsOf = `
  SELECT workspace_now(id) AS now, coalesce(settings -> 'doubleOptIn', 'false') = 'true' AS twice,
    EXISTS (SELECT FROM suppressions WHERE workspace_id = $1 AND phone = $2) AS suppressed
  FROM workspaces WHERE id = $1`

interface Join {
  brand: Brand
  phone: string
  firstName: string | null
  consent: Consent
  form: FormOrigin
}

const originOf = ({ brand, form }: Join) => ({ workspaceId: brand.workspaceId, actor: 'public form', ...form })

async function joinNow(tx: Tx, join: Join): Promise<void> {
  const { phone, firstName, consent } = join
  const origin = originOf(join)
  const made = await createContact(tx, { phone, firstName, tags: [], consent }, origin)
  if (made.ok) return
  const id = await idOfPhone(tx, origin.workspaceId, phone)
  const pending = await tx.query(`SELECT FROM contacts WHERE id = $1 AND opt_in_status = 'pending'`, [id])
  if (pending.length > 0) await changeConsent(tx, { ...origin, contactId: id }, { status: 'opted_in', ...consent })
}

const keepRequest = `
  INSERT INTO consents (workspace_id, contact_id, phone, status, source, wording, ip, actor, at, user_agent, page)
  SELECT $1, id, phone, 'pending', $3, $4, $5, 'public form', $6, $7, $8 FROM contacts
  WHERE workspace_id = $1 AND id = $2 AND opt_in_status = 'pending'`

async function askFirst(tx: Tx, join: Join): Promise<void> {
  const { phone, firstName, consent, form } = join
  const { workspaceId } = join.brand
  const made = await createContact(tx, { phone, firstName, tags: [], unconfirmed: true }, originOf(join))
  const contactId = made.ok ? made.contact.id : await idOfPhone(tx, workspaceId, phone)
  await tx.query(keepRequest, [
    ...[workspaceId, contactId, consent.source, consent.wording],
    ...[form.ip, consent.at, form.userAgent, form.page],
  ])
  await requestOptIn(tx, { workspaceId, contactId })
}
