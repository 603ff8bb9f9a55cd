import { triggersOf } from '#app/workflows/triggers'
import type { PostOutcome } from '@soniarose/messaging'
import { parseGraph, type Graph } from '@soniarose/graph'
import type { MessageGateway, OutgoingText, Worker, WorkerReport } from '@soniarose/worker'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { createWorker } from '#app/engine/create_worker'
import { createEnginePool } from '#app/engine/pool'
import { advanceClock } from '#app/engine/sandbox_clock'
import { createDatabase } from '../../support/database.ts'
import { eventually } from '../../support/processes.ts'

type Cleanup = (callback: () => Promise<void>) => void
type Answer = (text: OutgoingText) => PostOutcome | Promise<PostOutcome>

const ACCEPT: Answer = (text) => ({
  httpStatus: 201,
  sid: `SM${text.attemptId.replaceAll('-', '')}`,
  requestWritten: true,
})

/** A sandbox that is awake all day, with a worker in this very process and a provider that says what the test wants. */
export class EngineWorld {
  readonly pool: pg.Pool
  readonly url: string
  readonly workspaceId: string
  readonly sent: OutgoingText[] = []
  readonly reports: WorkerReport[] = []
  answer: Answer = ACCEPT
  #worker: Worker | null = null
  readonly #dataDir: string
  #phones = 0

  private constructor(pool: pg.Pool, url: string, workspaceId: string) {
    this.pool = pool
    this.url = url
    this.workspaceId = workspaceId
    this.#dataDir = mkdtempSync(join(tmpdir(), 'soniarose-engine-'))
  }

  static async create(cleanup: Cleanup): Promise<EngineWorld> {
    const database = await createDatabase()
    const pool = createEnginePool({ databaseUrl: database.url, name: 'engine test', max: 10, onError: () => undefined })
    const { rows } = await pool.query<{ id: string }>(
      `INSERT INTO workspaces (name, mode, settings) VALUES ('Test', 'sandbox', '{"quietHours": null}') RETURNING id`,
    )
    const world = new EngineWorld(pool, database.url, rows[0]?.id ?? '')
    await pool.query(
      `INSERT INTO senders (workspace_id, name, kind, phone, account_sid, credentials, is_default)
       VALUES ($1, 'Test', 'long_code', '+15005550006', 'AC00000000000000000000000000000000', '', true)`,
      [world.workspaceId],
    )
    cleanup(async () => {
      await world.stop()
      await pool.end()
      await database.drop()
      rmSync(world.#dataDir, { recursive: true, force: true })
    })
    return world
  }

  async start(): Promise<void> {
    const gateway: MessageGateway = {
      send: async (text, beforeWrite) => {
        beforeWrite()
        this.sent.push(text)
        return this.answer(text)
      },
      find: async () => null,
      forget: () => undefined,
    }
    this.#worker = createWorker({
      pool: this.pool,
      databaseUrl: this.url,
      redisUrl: null,
      dataDir: this.#dataDir,
      gateway,
      plugins: { call: (call) => this.ask(call), stop: async () => undefined },
      egress: { request: async () => ({ ok: true, status: 200, headers: {}, body: 'fine' }) },
      reporter: { report: (report) => this.reports.push(report) },
    })
    await this.#worker.start()
  }

  /** What plugins answer here. */
  call: (plugin: string) => Promise<Awaited<ReturnType<Parameters<typeof createWorker>[0]['plugins']['call']>>> =
    async () => ({
      ok: true,
      outcome: 'done',
      output: { text: 'a line' },
    })

  /** Answers calls of plugins, where more of a call matters than its plugin. */
  ask: Parameters<typeof createWorker>[0]['plugins']['call'] = async ({ plugin }) => this.call(plugin)

  async stop(): Promise<void> {
    await this.#worker?.stop()
    this.#worker = null
  }

  /** Publishes a chain of nodes: each one's first handle leads to the next. */
  async publish(nodes: readonly ChainNode[], settings: Graph['settings'] = {}): Promise<string> {
    const parsed = parseGraph(chainOf(nodes, settings))
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
    const graph = parsed.value
    const workflowId = await this.#insert(
      `INSERT INTO workflows (workspace_id, name, status, draft) VALUES ($1, 'Test', 'live', $2) RETURNING id`,
      [graph],
    )
    const versionId = await this.#insert(
      `INSERT INTO workflow_versions (workspace_id, workflow_id, number, graph, content_hash) VALUES ($1, $3, 1, $2, '') RETURNING id`,
      [graph, workflowId],
    )
    await this.pool.query('UPDATE workflows SET published_version_id = $1 WHERE id = $2', [versionId, workflowId])
    for (const { nodeId, kind, key, data } of triggersOf(graph)) {
      await this.pool.query(
        'INSERT INTO workflow_triggers (workspace_id, workflow_id, node_id, kind, key, data) VALUES ($1, $2, $3, $4, $5, $6)',
        [...[this.workspaceId, workflowId, nodeId, kind, key, data]],
      )
    }
    return workflowId
  }

  contact(fields: { status?: string; tags?: string[]; firstName?: string; zone?: string } = {}): Promise<string> {
    this.#phones += 1
    return this.#insert(
      `INSERT INTO contacts (workspace_id, phone, first_name, opt_in_status, tags, time_zone, created_at, updated_at)
       VALUES ($1, '+1415555' || lpad($2::text, 4, '0'), $3, $4, $5, $6, now(), now()) RETURNING id`,
      [this.#phones, fields.firstName ?? 'Ada', fields.status ?? 'opted_in', fields.tags ?? [], fields.zone ?? null],
    )
  }

  async advance(days: number): Promise<void> {
    const { rows } = await this.pool.query<{ now: Date }>('SELECT workspace_now($1) AS now', [this.workspaceId])
    const to = new Date((rows[0]?.now.getTime() ?? 0) + days * 86_400_000)
    const walk = await advanceClock(this.pool, { workspaceId: this.workspaceId, to }, () => undefined)
    if (!walk.settled) throw new Error('the clock did not settle')
  }

  async one<Row extends object>(text: string, values: unknown[] = []): Promise<Row> {
    const { rows } = await this.pool.query<Row>(text, values)
    const [row] = rows
    if (!row || rows.length > 1) throw new Error(`${rows.length} rows where one was wanted: ${text}`)
    return row
  }

  /** Waits until a query with a column `ok` says so. */
  until(what: string, text: string, values: unknown[] = []): Promise<void> {
    return eventually(what, async () => (await this.pool.query<{ ok: boolean }>(text, values)).rows[0]?.ok === true)
  }

  async #insert(text: string, values: unknown[]): Promise<string> {
    return (await this.one<{ id: string }>(text, [this.workspaceId, ...values])).id
  }
}

export interface ChainNode {
  id: string
  type: string
  data?: Record<string, unknown>
  /** The handle that leads on; `next` where it is not said. */
  handle?: string
}

function chainOf(nodes: readonly ChainNode[], settings: object): object {
  return {
    schemaVersion: 1,
    name: 'Test',
    settings,
    nodes: nodes.map(({ id, type, data = {} }, row) => ({ id, type, data, position: { x: 0, y: row * 120 } })),
    edges: nodes.slice(1).map((node, index) => ({
      id: `e${index}`,
      source: nodes[index]?.id,
      sourceHandle: nodes[index]?.handle ?? 'next',
      target: node.id,
    })),
  }
}

export const text = (id: string, body = `Text ${id}`): ChainNode => ({ id, type: 'send_sms', data: { body } })
export const trigger = (data: Record<string, unknown> = { on: 'manual' }): ChainNode => ({
  id: 'start',
  type: 'trigger',
  data,
})
