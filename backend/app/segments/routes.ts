import { conditionSchema } from '@soniarose/graph'
import { z } from 'zod'
import { CONTACT_COLUMNS, contactSchema, toContact, type ContactRow } from '#app/contacts/contact'
import { isDuplicate, type Db } from '#app/core/db'
import { created, defineCreate, defineRoute, noContent, ok } from '#app/core/http/route'
import { decodeCursor, toPage } from '#app/core/http/cursor'
import { idSchema, pageOf, pageQuery } from '#app/core/http/validation'
import { conflict, invalidField, notFound, Problem } from '#app/core/problem'
import { announce } from '#app/live/hub'
import { compileRules } from '#app/segments/compile_rules'
import { countOf, SEGMENT_COLUMNS, segmentSchema, toSegments, type SegmentRow } from '#app/segments/segment'
import { segmentFilter } from '#app/segments/segment_filter'
import { unusedSegment, usesOf, type SegmentUse } from '#app/segments/segment_uses'

const params = z.object({ id: idSchema })
const name = z.string().trim().min(1).max(120)
const rules = conditionSchema.meta({
  description: 'A rule {field, op, value}, or {all|any: […]} or {not} of them; fields are contact.…',
})

const taken = () => conflict('E_SEGMENT_EXISTS', 'A segment with this name exists already.')

const said = (words: readonly string[]) => `“${words.join('”, “')}”`

/** Why a segment can't be deleted: the workflows that name it, by their names. */
const inUse = (uses: readonly SegmentUse[]) =>
  conflict(
    'E_SEGMENT_IN_USE',
    `This segment is used by ${said(uses.map((use) => use.name))}. Let ${uses.length === 1 ? 'it' : 'them'} start by something else first.`,
    { workflows: uses },
  )

async function toSegment(db: Db, workspaceId: string, row: SegmentRow) {
  const [segment] = await toSegments(db, workspaceId, { rows: [row], counted: true })
  if (segment === undefined) throw new Error('the segment was not told')
  return segment
}

/** A problem when the rules ask for something that a segment doesn't know. */
function unknowable(condition: z.output<typeof rules>): Problem | null {
  const compiled = compileRules(condition)
  return compiled.ok ? null : invalidField(compiled.error.path, 'E_VALIDATION', compiled.error.message)
}

export const segmentRoutes = [
  defineRoute(
    {
      method: 'GET',
      path: '/api/segments',
      summary: 'Segments, newest first, with their counts and the workflows that name them',
      access: 'segments:read',
      query: pageQuery.extend({
        counts: z
          .enum(['each', 'none'])
          .default('each')
          .meta({ description: 'none: without how many contacts are in each, which takes time where there are many' }),
      }),
      responses: { 200: pageOf(segmentSchema) },
    },
    async ({ db, query, workspaceId }) => {
      const after = decodeCursor(query.cursor, ['id'])
      if (after instanceof Problem) return after
      const rows = await db.query<SegmentRow>(
        `SELECT ${SEGMENT_COLUMNS} FROM segments WHERE workspace_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
        [workspaceId, after?.[0] ?? null, query.limit + 1],
      )
      const page = toPage(rows, query.limit, { item: (row) => row, key: (row) => [row.id] })
      return ok({
        ...page,
        data: await toSegments(db, workspaceId, { rows: page.data, counted: query.counts === 'each' }),
      })
    },
  ),
  defineCreate(
    {
      path: '/api/segments',
      summary: 'Creates a segment: rules over contacts',
      access: 'segments:write',
      body: z.object({ name, rules }),
      responses: { 201: segmentSchema },
    },
    async ({ db, body, workspaceId }) => {
      const problem = unknowable(body.rules)
      if (problem !== null) return problem
      const [row] = await db.query<SegmentRow>(
        `INSERT INTO segments (workspace_id, name, rules) VALUES ($1, $2, $3)
         ON CONFLICT (workspace_id, name) DO NOTHING RETURNING ${SEGMENT_COLUMNS}`,
        [workspaceId, body.name, JSON.stringify(body.rules)],
      )
      if (row === undefined) return taken()
      db.afterCommit(() => announce(workspaceId, 'segments'))
      return created(await toSegment(db, workspaceId, row))
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/segments/preview',
      summary: 'Counts whom rules would take, without saving them',
      access: 'segments:read',
      body: z.object({ rules }),
      responses: { 200: z.object({ count: z.int(), sample: z.array(contactSchema) }) },
    },
    async ({ db, body, workspaceId }) => {
      const compiled = compileRules(body.rules)
      if (!compiled.ok) return invalidField(compiled.error.path, 'E_VALIDATION', compiled.error.message)
      const count = await countOf(db, workspaceId, compiled.rules)
      const sample = await db.query<ContactRow>(
        `SELECT ${CONTACT_COLUMNS} FROM contacts c WHERE c.workspace_id = $1 AND (${compiled.rules.sql(2)}) ORDER BY c.id DESC LIMIT 5`,
        [workspaceId, ...compiled.rules.values],
      )
      return ok({ count, sample: sample.map(toContact) })
    },
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/api/segments/:id',
      summary: 'One segment',
      access: 'segments:read',
      params,
      responses: { 200: segmentSchema },
    },
    async ({ db, params: { id }, workspaceId }) => {
      const [row] = await db.query<SegmentRow>(
        `SELECT ${SEGMENT_COLUMNS} FROM segments WHERE workspace_id = $1 AND id = $2`,
        [workspaceId, id],
      )
      return row === undefined ? notFound('This segment') : ok(await toSegment(db, workspaceId, row))
    },
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/api/segments/:id/contacts',
      summary: 'The contacts in a segment, newest first',
      access: 'segments:read',
      params,
      query: pageQuery,
      responses: { 200: pageOf(contactSchema) },
    },
    async ({ db, params: { id }, query, workspaceId }) => {
      const after = decodeCursor(query.cursor, ['id'])
      if (after instanceof Problem) return after
      const filter = await segmentFilter(db, workspaceId, id)
      if (filter === null) return notFound('This segment')
      const rows = await db.query<ContactRow>(
        `SELECT ${CONTACT_COLUMNS} FROM contacts c WHERE c.workspace_id = $1 AND ($2::uuid IS NULL OR c.id < $2) AND (${filter.sql(4)})
          ORDER BY c.id DESC LIMIT $3`,
        [workspaceId, after?.[0] ?? null, query.limit + 1, ...filter.values],
      )
      return ok(toPage(rows, query.limit, { item: toContact, key: (row) => [row.id] }))
    },
  ),
  defineRoute(
    {
      method: 'PATCH',
      path: '/api/segments/:id',
      summary: 'Changes a segment',
      access: 'segments:write',
      params,
      body: z.object({ name: name.optional(), rules: rules.optional() }),
      responses: { 200: segmentSchema },
    },
    async ({ db, params: { id }, body, workspaceId }) => {
      const problem = body.rules === undefined ? null : unknowable(body.rules)
      if (problem !== null) return problem
      try {
        const [row] = await db.query<SegmentRow>(
          `UPDATE segments SET name = coalesce($3, name), rules = coalesce($4, rules), updated_at = now()
            WHERE workspace_id = $1 AND id = $2 RETURNING ${SEGMENT_COLUMNS}`,
          [workspaceId, id, body.name ?? null, body.rules === undefined ? null : JSON.stringify(body.rules)],
        )
        if (row === undefined) return notFound('This segment')
        announce(workspaceId, 'segments')
        return ok(await toSegment(db, workspaceId, row))
      } catch (error) {
        if (isDuplicate(error)) return taken()
        throw error
      }
    },
  ),
  defineRoute(
    {
      method: 'DELETE',
      path: '/api/segments/:id',
      summary: 'Deletes a segment that no workflow names',
      description: 'A segment that a published workflow or a draft names: 409 E_SEGMENT_IN_USE with those workflows.',
      access: 'segments:write',
      params,
      responses: { 204: null },
    },
    async ({ db, params: { id }, workspaceId }) => {
      const gone = await db.query(
        `DELETE FROM segments WHERE workspace_id = $1 AND id = $2 AND ${unusedSegment('$1', '$3')} RETURNING id`,
        [workspaceId, id, id.toLowerCase()],
      )
      if (gone.length > 0) {
        announce(workspaceId, 'segments')
        return noContent()
      }
      const there = await db.query('SELECT FROM segments WHERE workspace_id = $1 AND id = $2', [workspaceId, id])
      const uses = (await usesOf(db, workspaceId, [id.toLowerCase()])).get(id.toLowerCase())
      return there.length === 0 || uses === undefined ? notFound('This segment') : inUse(uses)
    },
  ),
]
