import { createHash } from 'node:crypto'
import { CURRENT_BEHAVIOURS } from '@soniarose/core'
import { canonicalGraph, type Graph, type GraphIssue } from '@soniarose/graph'
import type { Tx } from '#app/core/db'
import { watchSegments } from '#app/engine/schedules/enter_segments'
import { judgeGraph, readGraph } from '#app/workflows/read_graph'
import { triggersOf } from '#app/workflows/triggers'
import { VERSION_COLUMNS, type VersionRow } from '#app/workflows/workflow'

export type Publish =
  | { ok: true; version: VersionRow }
  | { ok: false; error: { type: 'not_found' } | { type: 'archived' } | { type: 'invalid'; issues: GraphIssue[] } }

/** One workflow of one workspace. */
interface WorkflowAt {
  workspaceId: string
  workflowId: string
}

const lock = `SELECT draft, status, published_version_id FROM workflows WHERE workspace_id = $1 AND id = $2 FOR UPDATE`
const newest = `SELECT ${VERSION_COLUMNS} FROM workflow_versions WHERE workflow_id = $1 ORDER BY number DESC LIMIT 1`
const insert = `
  INSERT INTO workflow_versions (workspace_id, workflow_id, number, graph, content_hash, plugins, published_by, behaviours)
  SELECT $1, $2, $3, $4, $5,
         coalesce((SELECT jsonb_object_agg(p.name, p.version) FROM (
           SELECT DISTINCT ON (name) name, version FROM plugins
            WHERE workspace_id = $1 AND enabled AND name = ANY($6::text[]) ORDER BY name, installed_at DESC, id DESC
         ) p), '{}'), $7, $8
  RETURNING ${VERSION_COLUMNS}`
const goLive = `
  WITH old AS (DELETE FROM workflow_triggers WHERE workflow_id = $2)
  UPDATE workflows SET status = 'live', published_version_id = $3, updated_at = now() WHERE workspace_id = $1 AND id = $2`
const setTriggers = `
  INSERT INTO workflow_triggers (workspace_id, workflow_id, node_id, kind, key, data)
  SELECT $1, $2, t.node_id, t.kind, t.key, t.data
    FROM unnest($3::text[], $4::text[], $5::text[], $6::jsonb[]) AS t(node_id, kind, key, data)`

function pluginsOf(graph: Graph): string[] {
  const names = graph.nodes.filter((node) => node.type === 'plugin').map((node) => String(node.data.plugin ?? ''))
  return [...new Set(names)]
}

/** Puts the triggers of a version in force, instead of those of the version before. */
async function replaceTriggers(tx: Tx, { workspaceId, workflowId }: WorkflowAt, graph: Graph): Promise<void> {
  const triggers = triggersOf(graph)
  await tx.query(setTriggers, [
    workspaceId,
    workflowId,
    triggers.map((trigger) => trigger.nodeId),
    triggers.map((trigger) => trigger.kind),
    triggers.map((trigger) => trigger.key),
    triggers.map((trigger) => JSON.stringify(trigger.data)),
  ])
}

/**
 * Publishes the draft: an immutable version that new runs start on. Runs under way keep theirs. A draft that is the
 * same as the newest version makes no second one, unless a newer release does things that its runs would not do.
 */
export async function publish(tx: Tx, at: WorkflowAt, userId: string | null): Promise<Publish> {
  const { workspaceId, workflowId } = at
  const [workflow] = await tx.query<{ draft: Graph; status: string }>(lock, [workspaceId, workflowId])
  if (workflow === undefined) return { ok: false, error: { type: 'not_found' } }
  if (workflow.status === 'archived') return { ok: false, error: { type: 'archived' } }
  const read = readGraph(workflow.draft)
  if (!read.ok) return { ok: false, error: { type: 'invalid', issues: read.issues } }
  const { errors } = await judgeGraph(tx, workspaceId, read.graph)
  if (errors.length > 0) return { ok: false, error: { type: 'invalid', issues: errors } }
  const hash = createHash('sha256').update(canonicalGraph(read.graph)).digest('hex')
  const [last] = await tx.query<VersionRow>(newest, [workflowId])
  const same = last?.content_hash === hash && last.behaviours.join() === CURRENT_BEHAVIOURS.join()
  const [version] = same
    ? [last]
    : await tx.query<VersionRow>(insert, [
        workspaceId,
        workflowId,
        (last?.number ?? 0) + 1,
        JSON.stringify(read.graph),
        hash,
        pluginsOf(read.graph),
        userId,
        CURRENT_BEHAVIOURS,
      ])
  if (version === undefined) throw new Error('the version was not stored')
  await tx.query(goLive, [workspaceId, workflowId, version.id])
  await replaceTriggers(tx, at, read.graph)
  await watchSegments(tx.client, workflowId)
  return { ok: true, version }
}
