import {
  ENGINE_ERROR,
  MAX_FAILURES,
  StoreUnavailable,
  type BatchWrites,
  type ClaimRequest,
  type CommitReport,
  type DueRun,
  type Lane,
  type RunBatch,
  type RunNote,
  type RunStore,
  type SendOffer,
} from '@soniarose/worker'
import type pg from 'pg'
import { isRaced } from './messages/is_raced.ts'
import { asStoreError } from './pool.ts'
import {
  CLAIM_RUNS,
  CLAIM_RUNS_BY_ID,
  CLAIM_SUSPECT_ALONE,
  CLAIM_SUSPECTS,
  DUE_WORKSPACES,
  dueRunOf,
  SUSPECT_RUNS,
  type ClaimedRow,
} from './runs/claim_runs_sql.ts'
import { writeBatch } from './runs/write_batch.ts'
import { nowOf } from './sql_now.ts'
import { OpenTransaction } from './transaction.ts'

/** The claim is the transaction: runs are held by their row locks until the batch is written. */
export class PgRunStore implements RunStore {
  readonly #pool: pg.Pool

  constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  async dueWorkspaces(lane: Lane, limit: number): Promise<string[]> {
    const { rows } = await this.#query<{ id: string }>({ ...DUE_WORKSPACES, values: [lane, limit] })
    return rows.map((row) => row.id)
  }

  claim(request: ClaimRequest): Promise<RunBatch | null> {
    return this.#claim(claimQuery(request))
  }

  async claimSuspects(): Promise<RunBatch | null> {
    const few = await this.#claim({ ...CLAIM_SUSPECTS, values: [] })
    return few ?? this.#claim({ ...CLAIM_SUSPECT_ALONE, values: [] })
  }

  async suspect(batch: readonly RunNote[]): Promise<string[]> {
    const values = [batch.map(({ runId }) => runId), batch.map(({ epoch }) => epoch), batch.length === 1]
    const { rows } = await this.#query<{ id: string; failures: number }>({ ...SUSPECT_RUNS, values })
    return rows.flatMap((row) => (row.failures < MAX_FAILURES ? [] : [row.id]))
  }

  async #claim(query: pg.QueryConfig): Promise<RunBatch | null> {
    const transaction = await OpenTransaction.begin(this.#pool)
    try {
      const { rows } = await transaction.client.query<ClaimedRow>(query)
      if (rows.length > 0) return new PgRunBatch(transaction, rows.map(dueRunOf))
    } catch (error) {
      await transaction.rollback()
      throw asStoreError(error)
    }
    await transaction.rollback()
    return null
  }

  async setAside(runId: string, reason: string): Promise<boolean> {
    const { rowCount } = await this.#query({ text: SET_ASIDE, values: [runId, ENGINE_ERROR, reason] })
    return rowCount === 1
  }

  async postpone(runIds: readonly string[], ms: number): Promise<void> {
    await this.#query({ text: POSTPONE, values: [runIds, ms / 1_000] })
  }

  async #query<Row extends pg.QueryResultRow>(query: pg.QueryConfig): Promise<pg.QueryResult<Row>> {
    try {
      return await this.#pool.query<Row>(query)
    } catch (error) {
      throw asStoreError(error)
    }
  }
}

const POSTPONE = `
  UPDATE runs r SET wait_until = coalesce(r.wait_until, r.wake_at, 'infinity'), wake_at = ${nowOf('r')} + make_interval(secs => $2)
  WHERE r.id = ANY($1::uuid[]) AND r.status IN ('ready', 'waiting') AND r.wake_at <= ${nowOf('r')}`

function claimQuery({ workspaceIds, lane, limit, runIds }: ClaimRequest): pg.QueryConfig {
  if (runIds) return { ...CLAIM_RUNS_BY_ID, values: [runIds] }
  return { ...CLAIM_RUNS, values: [workspaceIds, lane, Math.ceil(limit / workspaceIds.length)] }
}

/**
 * A parent that waits goes on. The step may be there already when only the last of several visits could not be written;
 * the run's word counts.
 */
const SET_ASIDE = `
  WITH failed AS (
    UPDATE runs r SET status = 'failed', exit_reason = $2, wake_at = NULL, signal = NULL, wait_kind = NULL, wait_key = NULL,
      epoch = r.epoch + 1, finished_at = date_trunc('milliseconds', clock_timestamp() + w.clock_offset)
    FROM workspaces w
    WHERE r.id = $1 AND w.id = r.workspace_id AND r.status IN ('ready', 'waiting')
    RETURNING r.id, r.seq, r.workspace_id, r.entered_at, r.finished_at, r.node_id, r.parent_run_id
  ), parents AS (
    UPDATE runs p SET status = 'ready', wait_until = coalesce(p.wait_until, p.wake_at, 'infinity'), wake_at = failed.finished_at,
      signal = jsonb_build_object('kind', 'child', 'key', failed.id, 'status', 'failed')
    FROM failed
    WHERE p.id = failed.parent_run_id AND p.status = 'waiting' AND p.wait_kind = 'child' AND p.wait_key = failed.id::text
      AND p.signal IS NULL
  )
  INSERT INTO steps (run_id, seq, workspace_id, started_at, finished_at, node_id, node_type, status, outcome, detail)
  SELECT id, seq, workspace_id, entered_at, finished_at, coalesce(node_id, ''), 'unknown', 'failed', $2,
    jsonb_build_object('error', $3::text)
  FROM failed
  ON CONFLICT DO NOTHING`

class PgRunBatch implements RunBatch {
  readonly runs: readonly DueRun[]
  readonly #transaction: OpenTransaction

  constructor(transaction: OpenTransaction, runs: readonly DueRun[]) {
    this.#transaction = transaction
    this.runs = runs
  }

  async commit(writes: BatchWrites, offer?: SendOffer): Promise<CommitReport> {
    try {
      const report = await writeBatch(this.#transaction.client, writes, offer)
      await this.#transaction.commit()
      return report
    } catch (error) {
      await this.#transaction.rollback()
      throw isRaced(error)
        ? new StoreUnavailable('Another worker sends to one of these contacts.', { cause: error })
        : asStoreError(error)
    }
  }

  release(): Promise<void> {
    return this.#transaction.rollback()
  }
}
