import { applyStatus } from '#app/engine/apply_status'
import { cancelRun } from '#app/engine/cancel_run'
import { enroll } from '#app/engine/enroll'
import { PgEffectStore } from '#app/engine/pg_effect_store'
import { PgMessageStore } from '#app/engine/pg_message_store'
import { PgRunStore } from '#app/engine/pg_run_store'
import { PgVersionStore } from '#app/engine/pg_version_store'
import { pokeRuns } from '#app/engine/poke_runs'
import { createEnginePool } from '#app/engine/pool'
import { receiveInbound } from '#app/engine/receive_inbound'
import { RELEASE_LIFTED } from '#app/engine/messages/release_lifted'
import { retryRun } from '#app/engine/retry_run'
import { settleByEvent } from '#app/engine/settle'
import { inTransaction } from '#app/engine/transaction'
import { CURRENT_BEHAVIOURS, type ContactFacts, type JsonObject } from '@soniarose/core'
import type { Graph } from '@soniarose/graph'
import type { MessageView, RunView, Stores, StoreWorld } from '@soniarose/worker/testing'
import type pg from 'pg'
import { createDatabase, type TestDatabase } from './database.ts'

/** Longer than the engine's connections may be idle in a transaction. */
const SILENCE_MS = 5_600
const OUR_NUMBER = '+15005550006'

let worlds = 0

/** A database of its own with a sandbox workspace and a number: the world of the Postgres adapters. */
export class PgWorld implements StoreWorld {
  readonly #database: TestDatabase
  readonly #pool: pg.Pool
  #workspaceId = ''
  #senderId = ''
  #contacts = 0
  #texts = 0

  private constructor(database: TestDatabase) {
    this.#database = database
    this.#pool = createEnginePool({
      databaseUrl: database.url,
      name: `conformance ${worlds++}`,
      max: 6,
      onError: () => undefined,
    })
  }

  static async create(): Promise<PgWorld> {
    const world = new PgWorld(await createDatabase())
    await world.#furnish()
    return world
  }

  stores(): Stores {
    return {
      runs: new PgRunStore(this.#pool),
      messages: new PgMessageStore(this.#pool),
      effects: new PgEffectStore(this.#pool),
      versions: new PgVersionStore(this.#pool),
    }
  }

  /** The workspace's clock is moved on, and so are the deadlines, which are the database's own. */
  async pass(ms: number): Promise<void> {
    const seconds = ms / 1_000
    await this.#pool.query('UPDATE workspaces SET clock_offset = clock_offset + make_interval(secs => $1)', [seconds])
    await this.#pool.query('UPDATE messages SET deadline_at = deadline_at - make_interval(secs => $1)', [seconds])
    await this.#pool.query(
      `UPDATE effects SET due_at = due_at - make_interval(secs => $1), lease_until = lease_until - make_interval(secs => $1)`,
      [seconds],
    )
  }

  beSilent(): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, SILENCE_MS))
  }

  async addContact({ optInStatus = 'opted_in', attributes = {} }: Partial<ContactFacts> = {}): Promise<string> {
    this.#contacts += 1
    return this.#insert(
      `INSERT INTO contacts (workspace_id, phone, opt_in_status, attributes, time_zone, created_at, updated_at)
       VALUES ($1, $2, $3, $4, 'UTC', now(), now()) RETURNING id`,
      [this.#workspaceId, `+1212555${1_000 + this.#contacts}`, optInStatus, JSON.stringify(attributes)],
    )
  }

  async publish(
    graph: Graph,
    behaviours: readonly string[] = CURRENT_BEHAVIOURS,
  ): Promise<{ workflowId: string; versionId: string }> {
    const json = JSON.stringify(graph)
    const workflowId = await this.#insert(
      `INSERT INTO workflows (workspace_id, name, status, draft) VALUES ($1, $2, 'live', $3) RETURNING id`,
      [this.#workspaceId, graph.name, json],
    )
    const versionId = await this.#insert(
      `INSERT INTO workflow_versions (workspace_id, workflow_id, number, graph, content_hash, behaviours)
       VALUES ($1, $2, 1, $3, '', $4) RETURNING id`,
      [this.#workspaceId, workflowId, json, behaviours],
    )
    await this.#pool.query('UPDATE workflows SET published_version_id = $2 WHERE id = $1', [workflowId, versionId])
    return { workflowId, versionId }
  }

  async enroll(workflowId: string, contactIds: readonly string[]): Promise<string[]> {
    const known = await this.#pool.query<{ id: string }>('SELECT id FROM runs')
    await enroll(this.#pool, { workspaceId: this.#workspaceId, workflowId }, { contactIds })
    const all = await this.#pool.query<{ id: string }>('SELECT id FROM runs ORDER BY id')
    const before = new Set(known.rows.map((row) => row.id))
    return all.rows.map((row) => row.id).filter((id) => !before.has(id))
  }

  async freeze(isFrozen: boolean): Promise<void> {
    await this.#pool.query('UPDATE workspaces SET frozen_at = CASE WHEN $2 THEN now() END WHERE id = $1', [
      this.#workspaceId,
      isFrozen,
    ])
  }

  async releaseHeld(): Promise<void> {
    await this.#pool.query({ ...RELEASE_LIFTED, values: [] })
  }

  async limit(perSecond: number): Promise<void> {
    await this.#pool.query('UPDATE senders SET segments_per_second = $1', [perSecond])
  }

  async text(contactId: string, body: string, sid?: string): Promise<void> {
    const { rows } = await this.#pool.query<{ phone: string }>('SELECT phone FROM contacts WHERE id = $1', [contactId])
    this.#texts += 1
    const about = {
      workspaceId: this.#workspaceId,
      senderId: this.#senderId,
      from: rows[0]?.phone ?? '',
      to: OUR_NUMBER,
      media: [],
      optOutType: null,
    }
    const messageSid = `SM${(sid ?? `own${this.#texts}`).padStart(32, '0')}`
    await inTransaction(this.#pool, (client) => receiveInbound(client, { ...about, messageSid, body }))
  }

  async event(contactId: string, name: string, data: JsonObject = {}): Promise<void> {
    await inTransaction(this.#pool, (client) => settleByEvent(client, contactId, name, data))
  }

  async status({ messageSid, attemptId, status, errorCode }: Parameters<StoreWorld['status']>[0]): Promise<void> {
    const report = { workspaceIds: [this.#workspaceId], messageSid, attemptId, status, errorCode: errorCode ?? null }
    await inTransaction(this.#pool, (client) => applyStatus(client, report))
  }

  async cancel(runId: string): Promise<void> {
    await inTransaction(this.#pool, (client) => cancelRun(client, this.#workspaceId, runId))
  }

  async retry(runId: string): Promise<void> {
    await inTransaction(this.#pool, (client) => retryRun(client, this.#workspaceId, runId))
  }

  async change(contactId: string, attributes: JsonObject): Promise<void> {
    await inTransaction(this.#pool, async (client) => {
      await client.query('UPDATE contacts SET attributes = $2 WHERE id = $1', [contactId, JSON.stringify(attributes)])
      await pokeRuns(client, [contactId])
    })
  }

  holdContact(contactId: string): Promise<() => Promise<void>> {
    return this.#hold('SELECT FROM contacts WHERE id = $1 FOR NO KEY UPDATE', contactId)
  }

  holdRun(runId: string): Promise<() => Promise<void>> {
    return this.#hold('SELECT FROM runs WHERE id = $1 FOR NO KEY UPDATE', runId)
  }

  async #hold(statement: string, id: string): Promise<() => Promise<void>> {
    const client = await this.#pool.connect()
    await client.query('BEGIN')
    await client.query(statement, [id])
    return async () => {
      await client.query('ROLLBACK')
      client.release()
    }
  }

  async run(id: string): Promise<RunView> {
    const [run] = await this.#runs('r.id = $1', id)
    if (!run) throw new Error(`there is no run ${id}`)
    return run
  }

  runsOf(contactId: string): Promise<RunView[]> {
    return this.#runs('r.contact_id = $1', contactId)
  }

  async steps(runId: string) {
    const { rows } = await this.#pool.query<{ seq: number; nodeId: string; status: string; outcome: string }>(
      'SELECT seq, node_id AS "nodeId", status, outcome FROM steps WHERE run_id = $1 ORDER BY seq',
      [runId],
    )
    return rows
  }

  async messagesOf(runId: string): Promise<MessageView[]> {
    const { rows } = await this.#pool.query<MessageView>(
      `SELECT m.id, m.status, m.reason, m.attempt::integer, m.attempt_id AS "attemptId", m.provider_sid AS "providerSid",
         extract(epoch FROM m.send_after - workspace_now(m.workspace_id))::float8 * 1000 AS "dueInMs"
       FROM messages m WHERE m.run_id = $1 AND m.direction = 'outbound' ORDER BY m.id`,
      [runId],
    )
    return rows
  }

  async attempts(messageId: string): Promise<string[]> {
    const { rows } = await this.#pool.query<{ outcome: string }>(
      'SELECT outcome FROM attempts WHERE message_id = $1 ORDER BY number',
      [messageId],
    )
    return rows.map((row) => row.outcome)
  }

  async optInStatus(contactId: string): Promise<string> {
    const { rows } = await this.#pool.query<{ status: string }>(
      'SELECT opt_in_status AS status FROM contacts WHERE id = $1',
      [contactId],
    )
    return rows[0]?.status ?? ''
  }

  async end(): Promise<void> {
    await this.#pool.end()
    await this.#database.drop()
  }

  async #furnish(): Promise<void> {
    const settings = { quietHours: { start: '00:00', end: '24:00' }, timeZone: 'UTC' }
    this.#workspaceId = await this.#insert(
      `INSERT INTO workspaces (name, mode, settings) VALUES ('Conformance', 'sandbox', $1) RETURNING id`,
      [JSON.stringify(settings)],
    )
    this.#senderId = await this.#insert(
      `INSERT INTO senders (workspace_id, name, kind, phone, account_sid, credentials, is_default)
       VALUES ($1, 'Own', 'long_code', $2, 'AC', '', true) RETURNING id`,
      [this.#workspaceId, OUR_NUMBER],
    )
  }

  async #runs(condition: string, value: string): Promise<RunView[]> {
    const { rows } = await this.#pool.query<RunView>(
      `SELECT r.id, r.status, r.exit_reason AS "exitReason", r.node_id AS "nodeId", r.seq, r.epoch, r.wait_kind AS "waitKind",
         r.wait_key AS "waitKey", r.signal, r.pending_reply IS NOT NULL AS "pendingReply",
         extract(epoch FROM r.wake_at - workspace_now(r.workspace_id))::float8 * 1000 AS "dueInMs"
       FROM runs r WHERE ${condition} ORDER BY r.id`,
      [value],
    )
    return rows
  }

  async #insert(sql: string, values: readonly unknown[]): Promise<string> {
    const { rows } = await this.#pool.query<{ id: string }>(sql, [...values])
    return rows[0]?.id ?? ''
  }
}
