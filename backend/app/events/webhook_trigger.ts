import { z } from 'zod'
import { wakeWorkers } from '#app/core/doorbell'
import { accepted, defineCreate } from '#app/core/http/route'
import { idSchema } from '#app/core/http/validation'
import { conflict, notFound, Problem } from '#app/core/problem'
import { enterWorkflows } from '#app/engine/enter_workflows'
import { aboutFields, aboutOne, contactOf, eventData, isAboutOne } from '#app/events/about'
import { announce } from '#app/live/hub'

interface TriggerRow {
  status: string
  node_id: string | null
}

const find = `
  SELECT f.status, (SELECT node_id FROM workflow_triggers t WHERE t.workflow_id = f.id AND t.kind = 'webhook' LIMIT 1) AS node_id
    FROM workflows f WHERE f.workspace_id = $1 AND f.id = $2`

/** The address of a workflow that begins when another system calls. */
export const webhookTriggerRoute = defineCreate(
  {
    path: '/api/workflows/:id/webhook',
    summary: 'Another system calls: starts the workflow for a contact by its webhook trigger',
    description: 'Templates see `data` as `trigger`. A token with only the scope events:write is enough.',
    access: 'events:write',
    params: z.object({ id: idSchema }),
    body: z.object({ ...aboutFields, data: eventData }).refine(isAboutOne, aboutOne),
    responses: { 202: z.object({ runId: idSchema.nullable(), reason: z.string().nullable() }) },
  },
  async ({ db, params: { id }, body, workspaceId }) => {
    const [workflow] = await db.query<TriggerRow>(find, [workspaceId, id])
    if (workflow === undefined) return notFound('This workflow')
    if (workflow.node_id === null)
      return conflict('E_NO_WEBHOOK_TRIGGER', 'This workflow has no webhook trigger that is published.')
    const contactId = await contactOf(db, workspaceId, body)
    if (contactId instanceof Problem) return contactId
    const trigger = { kind: 'webhook', ...body.data }
    const entry = { workflowId: id, contactId, nodeId: workflow.node_id, runId: null, parentRunId: null, trigger }
    const [result] = await enterWorkflows(db.client, [{ ...entry, triggerKey: null, lane: 0 }])
    db.afterCommit(() => {
      wakeWorkers('runs')
      announce(workspaceId, 'runs', 'workflows')
    })
    return accepted({ runId: result?.runId ?? null, reason: result?.reason ?? null })
  },
)
