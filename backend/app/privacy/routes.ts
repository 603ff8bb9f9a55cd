import { z } from 'zod'
import { audit } from '#app/core/audit'
import { content, defineRoute } from '#app/core/http/route'
import { idSchema } from '#app/core/http/validation'
import { notFound } from '#app/core/problem'
import { exportPerson } from '#app/privacy/export_person'

export const privacyRoutes = [
  defineRoute(
    {
      method: 'GET',
      path: '/api/contacts/:id/export',
      summary: 'Everything that is kept about one person, as a file for them',
      access: 'contacts:read',
      params: z.object({ id: idSchema }),
      responses: { 200: { contentType: 'application/json; charset=utf-8' } },
    },
    async ({ db, params: { id }, actor, workspaceId, http }) => {
      const person = await exportPerson(db, workspaceId, id)
      if (person === null) return notFound('This contact')
      await audit(db, { actor, http }, { action: 'contact.export', kind: 'contact', id })
      const headers = { 'content-disposition': `attachment; filename="person-${id}.json"` }
      return content(JSON.stringify(person, null, 2), headers)
    },
  ),
]
