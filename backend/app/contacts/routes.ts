import { z } from 'zod'
import { created, defineCreate, defineRoute, noContent, ok } from '#app/core/http/route'
import { decodeCursor, toPage } from '#app/core/http/cursor'
import { idSchema, iso, pageOf, pageQuery, timeSchema } from '#app/core/http/validation'
import { insistentTransaction, transaction, type Tx } from '#app/core/db'
import { conflict, invalidField, notFound, Problem } from '#app/core/problem'
import { actorName } from '#app/core/auth/actor'
import {
  CONTACT_COLUMNS,
  consentInput,
  contactChangeSchema,
  contactSchema,
  newContactSchema,
  OPT_IN_STATUSES,
  tagSchema,
  toContact,
  uniqueTags,
  type ContactRow,
} from '#app/contacts/contact'
import { changeConsent } from '#app/contacts/consent'
import { createContact, idOfPhone } from '#app/contacts/create_contact'
import { contactFilter, segmentQuery } from '#app/contacts/contact_filter'
import { listContacts } from '#app/contacts/list_contacts'
import { addTags, removeTags } from '#app/contacts/tags'
import { eraseContact } from '#app/privacy/erase_contact'
import { readTimeline, type TimelineRow } from '#app/contacts/timeline'
import { updateContact } from '#app/contacts/update_contact'
import { wakeWorkers } from '#app/core/doorbell'
import { announce } from '#app/live/hub'

const params = z.object({ id: idSchema })
const tagsBody = z.object({ tags: z.array(tagSchema).min(1).max(100).transform(uniqueTags) })

const timelineRow = z
  .object({
    id: z.string(),
    kind: z.string(),
    at: timeSchema,
    summary: z.string(),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'TimelineRow' })

const toTimelineRow = ({ id, kind, at, summary, data }: TimelineRow) => ({ id, kind, at: iso(at), summary, data })

const exists = (id: string) =>
  conflict('E_CONTACT_EXISTS', 'A contact with this number exists already.', { id, contactId: id })
const badPhone = (message: string) => invalidField('phone', 'E_INVALID_PHONE', message)

/** What follows a change of contacts once it is committed. */
function changed(tx: Tx, workspaceId: string): void {
  tx.afterCommit(() => {
    announce(workspaceId, 'contacts', 'runs')
    wakeWorkers('runs')
    wakeWorkers('messages')
  })
}

export const contactRoutes = [
  defineRoute(
    {
      method: 'GET',
      path: '/api/contacts',
      summary: 'Contacts, newest first',
      access: 'contacts:read',
      query: pageQuery.extend({
        search: z.string().max(200).optional().meta({ description: 'Words in name, number or e-mail' }),
        optInStatus: z.enum(OPT_IN_STATUSES).optional(),
        tag: z.string().max(60).optional(),
        phone: z.string().max(40).optional().meta({ description: 'Exact number in E.164' }),
        segmentId: segmentQuery,
      }),
      responses: { 200: pageOf(contactSchema) },
    },
    async ({ db, query, workspaceId }) => {
      const after = decodeCursor(query.cursor, ['id'])
      if (after instanceof Problem) return after
      const filter = await contactFilter(db, workspaceId, query)
      if (filter instanceof Problem) return filter
      const rows = await listContacts(db, {
        workspaceId,
        filter,
        limit: query.limit,
        after: after?.[0]?.toString() ?? null,
      })
      return ok(toPage(rows, query.limit, { item: toContact, key: (row) => [row.id] }))
    },
  ),
  defineCreate(
    {
      path: '/api/contacts',
      summary: 'Creates a contact and enrols it where that starts a workflow',
      access: 'contacts:write',
      body: newContactSchema,
      responses: { 201: contactSchema },
    },
    async ({ db, body, actor, workspaceId, http }) => {
      const made = await createContact(db, body, { workspaceId, actor: actorName(actor), ip: http.request.ip() })
      if (made.ok) {
        changed(db, workspaceId)
        return created(toContact(made.contact))
      }
      return made.error.type === 'exists' ? exists(made.error.id) : badPhone(made.error.message)
    },
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/api/contacts/:id',
      summary: 'One contact',
      access: 'contacts:read',
      params,
      responses: { 200: contactSchema },
    },
    async ({ db, params: { id }, workspaceId }) => {
      const [row] = await db.query<ContactRow>(
        `SELECT ${CONTACT_COLUMNS} FROM contacts WHERE workspace_id = $1 AND id = $2`,
        [workspaceId, id],
      )
      return row === undefined ? notFound('This contact') : ok(toContact(row))
    },
  ),
  defineRoute(
    {
      method: 'PATCH',
      path: '/api/contacts/:id',
      summary: 'Changes the fields that are given; attributes one by one, null removes one',
      access: 'contacts:write',
      params,
      body: contactChangeSchema,
      responses: { 200: contactSchema },
    },
    async ({ params: { id }, body, workspaceId, db }) => {
      const outcome = await transaction(async (tx) => {
        changed(tx, workspaceId)
        return updateContact(tx, { workspaceId, contactId: id }, body)
      })
      if (outcome.ok) return ok(toContact(outcome.contact))
      const { error } = outcome
      if (error.type === 'exists') return exists(await idOfPhone(db, workspaceId, error.phone))
      return error.type === 'not_found' ? notFound('This contact') : badPhone(error.message)
    },
  ),
  defineRoute(
    {
      method: 'DELETE',
      path: '/api/contacts/:id',
      summary: 'Erases a contact with its texts, runs and history; an opt-out of its number stays',
      access: 'contacts:write',
      params,
      responses: { 204: null },
    },
    async ({ params: { id }, actor, workspaceId, http }) => {
      if (!(await eraseContact(id, { actor, http }))) return notFound('This contact')
      announce(workspaceId, 'contacts', 'conversations', 'runs')
      return noContent()
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/contacts/:id/consent',
      summary: 'Records that the person gave or took back permission, with the evidence; works at once',
      access: 'contacts:write',
      params,
      body: consentInput.extend({ status: z.enum(['opted_in', 'opted_out']) }),
      responses: { 200: contactSchema },
    },
    async ({ params: { id }, body, actor, workspaceId, http }) => {
      const contact = await insistentTransaction(async (tx) => {
        changed(tx, workspaceId)
        return changeConsent(tx, { workspaceId, contactId: id, actor: actorName(actor), ip: http.request.ip() }, body)
      })
      if (contact === null) return notFound('This contact')
      announce(workspaceId, 'compliance', 'messages')
      return ok(toContact(contact))
    },
  ),
  ...(['POST', 'DELETE'] as const).map((method) =>
    defineRoute(
      {
        method,
        path: '/api/contacts/:id/tags',
        summary: method === 'POST' ? 'Adds tags' : 'Takes tags away',
        access: 'contacts:write',
        params,
        body: tagsBody,
        responses: { 200: contactSchema },
      },
      async ({ params: { id }, body, workspaceId }) => {
        const contact = await transaction((tx) => {
          changed(tx, workspaceId)
          return (method === 'POST' ? addTags : removeTags)(tx, { workspaceId, contactId: id }, body.tags)
        })
        return contact === null ? notFound('This contact') : ok(toContact(contact))
      },
    ),
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/api/contacts/:id/timeline',
      summary: 'What happened with a contact, newest first',
      access: 'contacts:read',
      params,
      query: pageQuery,
      responses: { 200: pageOf(timelineRow) },
    },
    async ({ db, params: { id }, query, workspaceId }) => {
      const after = decodeCursor(query.cursor, ['time', 'text'])
      if (after instanceof Problem) return after
      const found = await db.query('SELECT FROM contacts WHERE workspace_id = $1 AND id = $2', [workspaceId, id])
      if (found.length === 0) return notFound('This contact')
      const last: [string, string] | null = after === null ? null : [String(after[0]), String(after[1])]
      const rows = await readTimeline(db, id, { limit: query.limit, after: last })
      return ok(toPage(rows, query.limit, { item: toTimelineRow, key: (row) => [row.at_key, row.id] }))
    },
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/api/tags',
      summary: 'The tags of the workspace with how many contacts have each',
      access: 'contacts:read',
      responses: { 200: pageOf(z.object({ name: z.string(), count: z.int() })) },
    },
    async ({ db, workspaceId }) => {
      const data = await db.query<{ name: string; count: number }>(
        `SELECT name, (SELECT count(*) FROM contacts c WHERE c.workspace_id = t.workspace_id AND c.tags @> ARRAY[t.name]) AS count
           FROM tags t WHERE workspace_id = $1 ORDER BY lower(name) LIMIT 200`,
        [workspaceId],
      )
      return ok({ data, nextCursor: null })
    },
  ),
]
