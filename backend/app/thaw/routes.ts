import { z } from 'zod'
import { audit } from '#app/core/audit'
import { transaction } from '#app/core/db'
import { wakeWorkers } from '#app/core/doorbell'
import { defineRoute, ok } from '#app/core/http/route'
import { idSchema } from '#app/core/http/validation'
import { conflict, notFound } from '#app/core/problem'
import { announce } from '#app/live/hub'
import { previewThaw, thawPreview } from '#app/thaw/preview_thaw'
import { storedRules, thawBody } from '#app/thaw/thaw_rules'

const params = z.object({ id: idSchema })

/** The first portion goes on in this very transaction (trigger workspaces_thawed), the rest by the workers' sweep. */
const THAW = `
  UPDATE workspaces SET frozen_at = NULL, updated_at = now(),
    thaw = jsonb_build_object('at', workspace_now(id), 'rules', $2::jsonb)
  WHERE id = $1 AND frozen_at IS NOT NULL RETURNING id`

export const thawRoutes = [
  defineRoute(
    {
      method: 'POST',
      path: '/api/settings/thaw/preview',
      summary: 'What lifting the freeze would do with the texts that it holds, by their age',
      access: 'settings:read',
      body: thawBody,
      responses: { 200: thawPreview },
    },
    async ({ db, body, workspaceId }) => ok(await previewThaw(db, { heldBy: workspaceId, workspaceId }, body.rules)),
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/settings/thaw',
      summary: 'Lifts the freeze: held texts go out, are skipped or re-timed, by their age; no run is lost',
      description:
        'Answers what becomes of the texts that are held at this moment. Large numbers are worked off in portions by the workers, by the same rules.',
      access: 'settings:write',
      body: thawBody,
      responses: { 200: thawPreview },
    },
    async ({ body, actor, workspaceId, http }) => {
      const done = await transaction(async (tx) => {
        const preview = await previewThaw(tx, { heldBy: workspaceId, workspaceId }, body.rules)
        const thawed = await tx.query(THAW, [workspaceId, JSON.stringify(storedRules(body.rules))])
        if (thawed.length === 0) return null
        const { ages: _, ...counts } = preview
        await audit(
          tx,
          { actor, http },
          { action: 'workspace.thaw', kind: 'workspace', id: workspaceId, data: { ...body, ...counts } },
        )
        return preview
      })
      if (done === null) return conflict('E_NOT_FROZEN', 'Sending is not frozen in this workspace.')
      for (const bell of ['runs', 'messages'] as const) wakeWorkers(bell)
      announce(workspaceId, 'settings', 'messages', 'runs')
      return ok(done)
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/workflows/:id/resume/preview',
      summary: 'What resuming a paused workflow would do with the texts that it holds, by their age',
      access: 'workflows:read',
      params,
      body: thawBody,
      responses: { 200: thawPreview },
    },
    async ({ db, body, params: { id }, workspaceId }) => {
      const [known] = await db.query('SELECT FROM workflows WHERE workspace_id = $1 AND id = $2', [workspaceId, id])
      return known === undefined
        ? notFound('This workflow')
        : ok(await previewThaw(db, { heldBy: id, workspaceId }, body.rules))
    },
  ),
]
