import { parsePhone } from '@soniarose/messaging'
import { isDuplicate, type Tx } from '#app/core/db'
import { decideAnew } from '#app/messages/decide_anew'
import { pokeRuns } from '#app/engine/poke_runs'
import { CONTACT_COLUMNS, type ContactAt, type ContactRow } from '#app/contacts/contact'

export interface ContactChange {
  phone?: string | undefined
  firstName?: string | null | undefined
  lastName?: string | null | undefined
  email?: string | null | undefined
  timeZone?: string | null | undefined
  attributes?: Record<string, unknown> | undefined
  tags?: string[] | undefined
}

export type UpdateContact =
  | { ok: true; contact: ContactRow }
  | {
      ok: false
      error: { type: 'not_found' } | { type: 'invalid_phone'; message: string } | { type: 'exists'; phone: string }
    }

const columns = {
  firstName: 'first_name',
  lastName: 'last_name',
  email: 'email',
  timeZone: 'time_zone',
  tags: 'tags',
} as const

/** The assignments of a change, with `$3` as their first parameter. */
function assignments(
  change: ContactChange,
  e164: string | null,
): { sets: string[]; values: unknown[]; named: string[] } {
  const sets: string[] = []
  const values: unknown[] = []
  const named: string[] = []
  const set = (column: string, expression: (place: string) => string, value: unknown) => {
    values.push(value)
    sets.push(`${column} = ${expression(`$${values.length + 2}`)}`)
    named.push(column)
  }
  if (e164 !== null) set('phone', (place) => place, e164)
  for (const [field, column] of Object.entries(columns) as [keyof typeof columns, string][])
    if (change[field] !== undefined) set(column, (place) => place, change[field])
  if (change.attributes !== undefined) {
    const kept = Object.fromEntries(Object.entries(change.attributes).filter(([, value]) => value !== null))
    const dropped = Object.keys(change.attributes).filter((key) => change.attributes?.[key] === null)
    set(
      'attributes',
      (place) => `(attributes - ARRAY(SELECT jsonb_array_elements_text(${place}::jsonb->1))) || (${place}::jsonb->0)`,
      JSON.stringify([kept, dropped]),
    )
  }
  return { sets, values, named }
}

const note = `
  INSERT INTO timeline_events (workspace_id, contact_id, kind, summary, data, at)
  VALUES ($1, $2, 'field_changed', $3, $4, workspace_now($1))`

/**
 * Changes the fields that are given. Attributes are merged one by one; `null` removes one.
 * The opt-in status is not among them: it changes by consent alone.
 */
export async function updateContact(tx: Tx, at: ContactAt, change: ContactChange): Promise<UpdateContact> {
  const { workspaceId, contactId: id } = at
  const phone = change.phone === undefined ? null : parsePhone(change.phone, 'US')
  if (phone !== null && !phone.ok) return { ok: false, error: { type: 'invalid_phone', message: phone.message } }
  const e164 = phone?.e164 ?? null
  const { sets, values, named } = assignments(change, e164)
  try {
    const [contact] = await tx.query<ContactRow>(
      `UPDATE contacts SET ${[...sets, 'updated_at = workspace_now($1)'].join(', ')}
        WHERE workspace_id = $1 AND id = $2 RETURNING ${CONTACT_COLUMNS}`,
      [workspaceId, id, ...values],
    )
    if (contact === undefined) return { ok: false, error: { type: 'not_found' } }
    if (named.length > 0)
      await tx.query(note, [
        workspaceId,
        id,
        `Changed ${named.map(plain).join(', ')}`,
        JSON.stringify({ fields: named }),
      ])
    // Waits that hang on a zone or a date field move, and exit rules are judged anew.
    await pokeRuns(tx.client, [id])
    if (change.timeZone !== undefined) await decideAnew(tx, workspaceId, id)
    return { ok: true, contact }
  } catch (error) {
    if (isDuplicate(error) && e164 !== null) return { ok: false, error: { type: 'exists', phone: e164 } }
    throw error
  }
}

const plain = (column: string) => column.replaceAll('_', ' ')
