import type { MigrationChoice } from '@soniarose/core'
import { enroll } from '#app/engine/enroll'
import { carryOut } from '#app/run_migrations/carry_out'
import { toMigration, SELECT_MIGRATIONS, type MigrationRow } from '#app/run_migrations/migration'
import { readOrder } from '#app/run_migrations/read_order'
import { beginUndo, insertMigration } from '#app/run_migrations/store'
import { undo } from '#app/run_migrations/undo'
import { Problem } from '#app/core/problem'
import type { Db } from '#app/core/db'
import type { EngineWorld, ChainNode } from './engine_world.ts'

type Choices = Record<string, MigrationChoice>

/** One visit as the steps keep it. */
interface Visit {
  seq: number
  node_id: string
  status: string
  outcome: string
}

/** A workflow with two versions, and people who stand in the first. */
export class Moving {
  readonly world: EngineWorld
  readonly workflowId: string
  readonly from: string
  readonly to: string
  readonly db: Db

  private constructor(world: EngineWorld, ids: { workflowId: string; from: string; to: string }) {
    this.world = world
    this.workflowId = ids.workflowId
    this.from = ids.from
    this.to = ids.to
    this.db = { query: async (sql, params = []) => (await world.pool.query(sql, [...params])).rows }
  }

  static async create(world: EngineWorld, before: ChainNode[], after: ChainNode[]): Promise<Moving> {
    const workflowId = await world.publish(before)
    const other = await world.publish(after)
    const versionOf = (id: string) =>
      world.one<{ id: string }>('SELECT id FROM workflow_versions WHERE workflow_id = $1 AND number = 1', [id])
    const to = await world.one<{ id: string }>(
      `INSERT INTO workflow_versions (workspace_id, workflow_id, number, graph, content_hash)
       SELECT workspace_id, $1, 2, graph, '' FROM workflow_versions WHERE workflow_id = $2 RETURNING id`,
      [workflowId, other],
    )
    return new Moving(world, { workflowId, from: (await versionOf(workflowId)).id, to: to.id })
  }

  /** The way back: from the second version to the first. */
  reversed(): Moving {
    return new Moving(this.world, { workflowId: this.workflowId, from: this.to, to: this.from })
  }

  get #at() {
    return { workspaceId: this.world.workspaceId, workflowId: this.workflowId }
  }

  /** Enrols somebody, and waits until the run stands at a node. @returns the run's id */
  async stands(nodeId: string, contactId?: string): Promise<string> {
    const id = contactId ?? (await this.world.contact())
    await enroll(this.world.pool, this.#at, { contactIds: [id] })
    const mine = 'FROM runs WHERE workflow_id = $1 AND contact_id = $2'
    await this.world.until(
      `the run stands at ${nodeId}`,
      `SELECT count(*) = 1 AS ok ${mine} AND node_id = $3 AND status = 'waiting'`,
      [this.workflowId, id, nodeId],
    )
    return (await this.world.one<{ id: string }>(`SELECT id ${mine}`, [this.workflowId, id])).id
  }

  async preview(nodes: Choices = {}) {
    const order = await readOrder(this.world.pool, this.#at, { fromVersionId: this.from, toVersionId: this.to, nodes })
    if (order instanceof Problem) throw new Error(order.detail)
    return order.preview
  }

  /** Notes a migration without carrying it out. */
  async order(nodes: Choices = {}): Promise<string> {
    const order = { fromVersionId: this.from, toVersionId: this.to, nodes, startedBy: 'test' }
    const row = await insertMigration(this.db, this.#at, order)
    if (!row) throw new Error('another migration is open')
    return row.id
  }

  async move(nodes: Choices = {}) {
    const id = await this.order(nodes)
    await carryOut(this.world.pool, id, () => undefined)
    return this.migration(id)
  }

  async undo(id: string) {
    const begun = await beginUndo(this.db, this.#at, id)
    if (!begun.ok) return begun.error
    await undo(this.world.pool, id, () => undefined)
    return this.migration(id)
  }

  async migration(id: string) {
    return toMigration(await this.world.one<MigrationRow>(`${SELECT_MIGRATIONS} WHERE m.id = $1`, [id]))
  }

  run(id: string) {
    return this.world.one<{
      version_id: string
      node_id: string
      seq: number
      status: string
      exit_reason: string | null
      wake_at: Date | null
      wait_kind: string | null
    }>('SELECT version_id, node_id, seq, status, exit_reason, wake_at, wait_kind FROM runs WHERE id = $1', [id])
  }

  /** `1 start completed next, 2 …` */
  async walk(id: string): Promise<string> {
    const steps = await this.db.query<Visit>(
      'SELECT seq, node_id, status, outcome FROM steps WHERE run_id = $1 ORDER BY seq',
      [id],
    )
    return steps.map((step) => `${step.seq} ${step.node_id} ${step.status} ${step.outcome}`).join(', ')
  }

  texts(runId: string) {
    return this.db.query<{ node_id: string; status: string; reason: string | null; body: string }>(
      'SELECT node_id, status, reason, body FROM messages WHERE run_id = $1 ORDER BY id',
      [runId],
    )
  }
}

export const rest = (id: string, duration: string): ChainNode => ({ id, type: 'wait', data: { for: duration } })
