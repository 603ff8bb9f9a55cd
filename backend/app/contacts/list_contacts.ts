import type { Db } from '#app/core/db'
import { CONTACT_COLUMNS, type ContactRow, type OptInStatus } from '#app/contacts/contact'
import { Parameters } from '#app/core/sql'
import type { CompiledRules } from '#app/segments/compile_rules'

export interface ContactFilter {
  search?: string | undefined
  optInStatus?: OptInStatus | undefined
  tag?: string | undefined
  phone?: string | undefined
  /** The rules of a segment that they must be in. */
  segment?: CompiledRules | undefined
}

/** Which contacts, and from where on. */
export interface ContactQuery {
  workspaceId: string
  filter: ContactFilter
  limit: number
  /** The id that the page before ended with. */
  after: string | null
}

/** The conditions of a filter, as SQL over `contacts c`. */
export function contactConditions(workspaceId: string, filter: ContactFilter, params: Parameters): string[] {
  const conditions = [`workspace_id = ${params.add(workspaceId)}`]
  if (filter.optInStatus !== undefined) conditions.push(`opt_in_status = ${params.add(filter.optInStatus)}`)
  if (filter.tag !== undefined) conditions.push(`tags @> ARRAY[${params.add(filter.tag)}]::text[]`)
  if (filter.phone !== undefined) conditions.push(`phone = ${params.add(filter.phone)}`)
  for (const word of (filter.search ?? '').toLowerCase().split(/\s+/).filter(Boolean).slice(0, 6))
    conditions.push(`search LIKE ${params.add(`%${word.replace(/[\\%_]/g, '\\$&')}%`)}`)
  if (filter.segment !== undefined) conditions.push(params.place(filter.segment))
  return conditions
}

/** Contacts, newest first; one more than asked for when there are more. */
export function listContacts(db: Db, { workspaceId, filter, limit, after }: ContactQuery): Promise<ContactRow[]> {
  const params = new Parameters()
  const conditions = contactConditions(workspaceId, filter, params)
  if (after !== null) conditions.push(`id < ${params.add(after)}`)
  return db.query<ContactRow>(
    `SELECT ${CONTACT_COLUMNS} FROM contacts c WHERE ${conditions.join(' AND ')} ORDER BY id DESC LIMIT ${params.add(limit + 1)}`,
    params.values,
  )
}
