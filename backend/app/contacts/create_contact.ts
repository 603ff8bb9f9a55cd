import { parsePhone } from '@soniarose/messaging'
import { STILL_BLOCKED } from '#app/contacts/consent'
import type { Tx } from '#app/core/db'
import { CONTACT_COLUMNS, type ContactRow } from '#app/contacts/contact'
import { startByEvent } from '#app/engine/start_by_event'

export interface Consent {
  source: string
  wording: string
  at: string
}

export interface NewContact {
  phone: string
  firstName?: string | null | undefined
  lastName?: string | null | undefined
  email?: string | null | undefined
  timeZone?: string | null | undefined
  attributes?: Record<string, unknown> | undefined
  tags: string[]
  consent?: Consent | undefined
  /** The person has yet to confirm: nothing starts, and the consent is kept as what was asked for. */
  unconfirmed?: boolean
}

/** Who created it: kept with the consent. */
export interface Origin {
  workspaceId: string
  /** A person, a token, a form: for the record. */
  actor: string
  ip: string | null
  userAgent?: string | null
  /** The address of the form. */
  page?: string | null
}

export type CreateContact =
  | { ok: true; contact: ContactRow }
  | { ok: false; error: { type: 'invalid_phone'; message: string } | { type: 'exists'; id: string } }

// A number that said STOP stays opted out when it comes back, unless the consent is newer than the STOP.
const insert = `
  WITH facts AS (
    SELECT workspace_now($1) AS now,
           (SELECT at FROM suppressions WHERE workspace_id = $1 AND phone = $2) AS suppressed_at
  ), made AS (
    INSERT INTO contacts (workspace_id, phone, first_name, last_name, email, time_zone, tags, attributes, opt_in_status, created_at, updated_at)
    SELECT $1, $2, $3, $4, $5, $6, $7, $8,
           CASE WHEN suppressed_at IS NOT NULL AND ($9::timestamptz IS NULL OR $9 <= suppressed_at) THEN 'opted_out'
                WHEN $9::timestamptz IS NULL THEN 'pending' ELSE 'opted_in' END,
           now, now
      FROM facts
    ON CONFLICT (workspace_id, phone) DO NOTHING
    RETURNING ${CONTACT_COLUMNS}
  ), named AS (
    INSERT INTO tags (workspace_id, name) SELECT $1, unnest($7::text[]) FROM made ON CONFLICT DO NOTHING
  )
  SELECT * FROM made`

const recordConsent = `
  WITH facts AS (SELECT workspace_now($1) AS now), proof AS (
    INSERT INTO consents (workspace_id, contact_id, phone, status, source, wording, ip, actor, at, user_agent, page)
    VALUES ($1, $2, $3, 'opted_in', $4, $5, $6, $7, $8, $9, $10)
  ), lifted AS (
    DELETE FROM suppressions WHERE workspace_id = $1 AND phone = $3 AND toll_free = '{}'
  ), kept AS (
    INSERT INTO compliance_events (workspace_id, contact_id, phone, kind, source, text, at)
    SELECT $1, $2, $3, 'suppressed', $4, ${STILL_BLOCKED}, now FROM facts, suppressions s
    WHERE s.workspace_id = $1 AND s.phone = $3 AND s.toll_free <> '{}'
  )
  INSERT INTO compliance_events (workspace_id, contact_id, phone, kind, source, text, at)
  SELECT $1, $2, $3, 'opt_in', $4, $5, now FROM facts`

async function keepProof(
  tx: Tx,
  contact: ContactRow,
  { consent, origin }: { consent: Consent; origin: Origin },
): Promise<void> {
  const { source, wording, at } = consent
  await tx.query(recordConsent, [
    ...[origin.workspaceId, contact.id, contact.phone, source, wording],
    ...[origin.ip, origin.actor, at, origin.userAgent ?? null, origin.page ?? null],
  ])
}

/** The values of `insert` from the third on. */
const valuesOf = (given: NewContact): unknown[] => [
  given.firstName ?? null,
  given.lastName ?? null,
  given.email ?? null,
  given.timeZone ?? null,
  given.tags,
  JSON.stringify(given.attributes ?? {}),
  given.consent?.at ?? null,
]

/** Creates a contact, keeps the proof of its consent, and enrols it where its creation starts a workflow. */
export async function createContact(tx: Tx, given: NewContact, origin: Origin): Promise<CreateContact> {
  const phone = parsePhone(given.phone, 'US')
  if (!phone.ok) return { ok: false, error: { type: 'invalid_phone', message: phone.message } }
  const { workspaceId } = origin
  const [contact] = await tx.query<ContactRow>(insert, [workspaceId, phone.e164, ...valuesOf(given)])
  if (contact === undefined)
    return { ok: false, error: { type: 'exists', id: await idOfPhone(tx, workspaceId, phone.e164) } }
  if (given.consent !== undefined && contact.opt_in_status === 'opted_in')
    await keepProof(tx, contact, { consent: given.consent, origin })
  if (given.unconfirmed === true) return { ok: true, contact }
  const about = { workspaceId, contactId: contact.id, triggerKey: null }
  await startByEvent(tx.client, [
    { ...about, kind: 'contact_created', key: '', data: {} },
    ...given.tags.map((tag) => ({ ...about, kind: 'tag_added' as const, key: tag, data: { tag } })),
  ])
  return { ok: true, contact }
}

/** The contact that has a number. */
export async function idOfPhone(tx: Pick<Tx, 'query'>, workspaceId: string, e164: string): Promise<string> {
  const [row] = await tx.query<{ id: string }>('SELECT id FROM contacts WHERE workspace_id = $1 AND phone = $2', [
    workspaceId,
    e164,
  ])
  return row?.id ?? ''
}
