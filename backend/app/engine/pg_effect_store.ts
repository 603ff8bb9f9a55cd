import type { ClaimedEffect, EffectRecord, EffectStore } from '@soniarose/worker'
import type pg from 'pg'
import { lockPatched, writePatches } from './effects/contact_patches.ts'
import { storableRecords } from './effects/storable_records.ts'
import { asStoreError, type EngineClient } from './pool.ts'
import { effectSettlement, settleWaits } from './settle.ts'
import { inTransaction } from './transaction.ts'

/**
 * Plugin calls and HTTP requests. A lease, not a transaction, because a call may take long; the epoch fences the result
 * of a holder who has lost it. A call whose worker died may have been made, so it is made again only as a new attempt.
 */
const CLAIM = {
  name: 'claim_effects',
  text: `
    WITH fresh AS (
      SELECT id, false AS lost FROM effects WHERE status = 'planned' AND due_at <= statement_timestamp()
      ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED
    ), stale AS (
      SELECT id, true AS lost FROM effects WHERE status = 'running' AND lease_until < statement_timestamp()
      LIMIT $1 FOR UPDATE SKIP LOCKED
    )
    UPDATE effects e SET status = 'running', attempt = e.attempt + 1, epoch = e.epoch + 1,
      lease_until = clock_timestamp() + make_interval(secs => $2 / 1000.0)
    FROM (SELECT * FROM fresh UNION ALL SELECT * FROM stale) due
    WHERE e.id = due.id
    RETURNING e.id, e.workspace_id AS "workspaceId", e.run_id AS "runId", e.kind, e.input, e.attempt, e.epoch, due.lost`,
}

const RENEW = {
  name: 'renew_effects',
  text: `
    UPDATE effects e SET lease_until = clock_timestamp() + make_interval(secs => $2 / 1000.0)
    FROM json_to_recordset($1::json) AS x(id uuid, epoch integer)
    WHERE e.id = x.id AND e.epoch = x.epoch AND e.status = 'running' RETURNING e.id`,
}

const RECORD = {
  name: 'record_effects',
  text: `
    UPDATE effects e SET
      status = CASE WHEN x."retryInMs" IS NOT NULL THEN 'planned' WHEN x.outcome = 'failed' THEN 'failed' ELSE 'done' END,
      due_at = CASE WHEN x."retryInMs" IS NULL THEN e.due_at ELSE clock_timestamp() + make_interval(secs => x."retryInMs" / 1000) END,
      lease_until = NULL, result = x.result, error = x.error,
      finished_at = CASE WHEN x."retryInMs" IS NULL THEN clock_timestamp() END
    FROM json_to_recordset($1::json) AS x(id uuid, epoch integer, outcome text, "retryInMs" float8, result jsonb, error text)
    WHERE e.id = x.id AND e.epoch = x.epoch AND e.status = 'running'
    RETURNING e.id`,
}

export class PgEffectStore implements EffectStore {
  readonly #pool: pg.Pool

  constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  async claim({ limit, leaseMs }: { limit: number; leaseMs: number }): Promise<ClaimedEffect[]> {
    try {
      const { rows } = await this.#pool.query<ClaimedEffect>({ ...CLAIM, values: [limit, leaseMs] })
      return rows
    } catch (error) {
      throw asStoreError(error)
    }
  }

  async renew(effects: readonly ClaimedEffect[], leaseMs: number): Promise<string[]> {
    try {
      const held = JSON.stringify(effects.map(({ id, epoch }) => ({ id, epoch })))
      const { rows } = await this.#pool.query<{ id: string }>({ ...RENEW, values: [held, leaseMs] })
      return rows.map((row) => row.id)
    } catch (error) {
      throw asStoreError(error)
    }
  }

  record(records: readonly EffectRecord[]): Promise<number> {
    return inTransaction(this.#pool, (client) => recordEffects(client, storableRecords(records)))
  }
}

/** Runs before their calls: the order in which a STOP takes them. */
const LOCK_RUNS = {
  name: 'lock_runs_of_effects',
  text: 'SELECT FROM runs WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE',
}

async function recordEffects(client: EngineClient, records: readonly EffectRecord[]): Promise<number> {
  const contacts = await lockPatched(client, records)
  await client.query({ ...LOCK_RUNS, values: [[...new Set(records.map(({ effect }) => effect.runId))]] })
  const rows = records.map(({ effect, outcome, retryInMs }) => ({
    id: effect.id,
    epoch: effect.epoch,
    retryInMs,
    outcome: outcome.kind === 'done' ? outcome.outcome : 'retry',
    result: outcome.kind === 'done' ? outcome.output : null,
    error: outcome.error ? `${outcome.error.code}: ${outcome.error.message}` : null,
  }))
  const written = await client.query<{ id: string }>({ ...RECORD, values: [JSON.stringify(rows)] })
  const held = new Set(written.rows.map((row) => row.id))
  const settlements = records.flatMap(({ effect, outcome }) =>
    outcome.kind === 'done' && held.has(effect.id)
      ? [
          effectSettlement(effect.runId, effect.id, {
            outcome: outcome.outcome,
            output: outcome.output,
            error: outcome.error,
          }),
        ]
      : [],
  )
  const woken = await writePatches(
    client,
    records.filter(({ effect }) => held.has(effect.id)),
    contacts,
  )
  return woken + (await settleWaits(client, settlements))
}
