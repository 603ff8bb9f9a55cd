import type { MigrationChoice } from '@soniarose/core'
import type { Db } from '#app/core/db'
import { SELECT_MIGRATIONS, type MigrationRow } from './migration.ts'

interface WorkflowAt {
  workspaceId: string
  workflowId: string
}

interface Order {
  fromVersionId: string
  toVersionId: string
  nodes: Record<string, MigrationChoice>
  startedBy: string
}

/** The predicate is that of the index which lets one migration of a workflow be open. */
const INSERT = `
  INSERT INTO run_migrations (workspace_id, workflow_id, from_version_id, to_version_id, nodes, started_by, created_at)
  VALUES ($1, $2, $3, $4, $5, $6, date_trunc('milliseconds', workspace_now($1)))
  ON CONFLICT (workflow_id) WHERE status IN ('running', 'undoing') DO NOTHING RETURNING id`

/** Notes a migration that is to be carried out; null when another one of the workflow is open. */
export async function insertMigration(db: Db, at: WorkflowAt, order: Order): Promise<MigrationRow | null> {
  const [made] = await db.query<{ id: string }>(INSERT, [
    ...[at.workspaceId, at.workflowId, order.fromVersionId, order.toVersionId],
    ...[JSON.stringify(order.nodes), order.startedBy],
  ])
  if (made === undefined) return null
  const [row] = await db.query<MigrationRow>(`${SELECT_MIGRATIONS} WHERE m.id = $1`, [made.id])
  return row ?? null
}

const LOCK = `${SELECT_MIGRATIONS} WHERE m.workspace_id = $1 AND m.workflow_id = $2 AND m.id = $3 FOR UPDATE OF m`
const OTHER = `SELECT FROM run_migrations WHERE workflow_id = $1 AND status IN ('running', 'undoing')`

/** The broad question; each run is judged on its own when its turn comes. */
const CAN_UNDO = `
  SELECT EXISTS (
    SELECT FROM run_migration_runs k JOIN runs r ON r.id = k.run_id
    WHERE k.migration_id = $1 AND (r.epoch = k.epoch OR (k.fate = 'go_on' AND r.version_id = $2
      AND r.status IN ('ready', 'waiting') AND r.seq = (k.before->>'seq')::integer))) AS can`

const BEGIN = `
  UPDATE run_migrations SET status = 'undoing', reached = '00000000-0000-0000-0000-000000000000', pass = 1, touched_at = now()
  WHERE id = $1`

export type BeginUndo =
  | { ok: true; migration: MigrationRow }
  | { ok: false; error: 'not_found' | 'running' | 'undone' | 'advanced' | 'other_open' }

/** Marks a finished migration to be undone, if anything of it still can be. In the caller's transaction. */
export async function beginUndo(db: Db, at: WorkflowAt, migrationId: string): Promise<BeginUndo> {
  const [migration] = await db.query<MigrationRow>(LOCK, [at.workspaceId, at.workflowId, migrationId])
  if (migration === undefined) return { ok: false, error: 'not_found' }
  if (migration.status === 'running') return { ok: false, error: 'running' }
  if (migration.status !== 'done') return { ok: false, error: 'undone' }
  const others = await db.query(OTHER, [at.workflowId])
  if (others.length > 0) return { ok: false, error: 'other_open' }
  const [row] = await db.query<{ can: boolean }>(CAN_UNDO, [migration.id, migration.to_version_id])
  if (row?.can !== true) return { ok: false, error: 'advanced' }
  await db.query(BEGIN, [migration.id])
  return { ok: true, migration: { ...migration, status: 'undoing' } }
}
