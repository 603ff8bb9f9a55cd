import {
  StoreUnavailable,
  type ClaimReport,
  type Decided,
  type DueMessage,
  type GoOn,
  type MessageBatch,
  type MessageStore,
  type Recorded,
  type RecordReport,
} from '@soniarose/worker'
import type pg from 'pg'
import { CLAIM_MESSAGES, DUE_WORKSPACES_OF_MESSAGES, type ClaimedTextRow } from './messages/claim_messages_sql.ts'
import { RELEASE_LIFTED } from './messages/release_lifted.ts'
import { isRaced } from './messages/is_raced.ts'
import { recordOutcomes } from './messages/record_outcomes.ts'
import {
  END_GRACES,
  ENDED_GRACES,
  EXPIRE_CLAIMS,
  LOCK_RUNS_OF_ATTEMPTS,
  MARK_UNKNOWN,
  TAKE_BACK,
} from './messages/unknown_sql.ts'
import { slotAnew } from './messages/slot_anew.ts'
import { withFacts } from './messages/with_facts.ts'
import { writeDecisions } from './messages/write_decisions.ts'
import { asStoreError, type EngineClient } from './pool.ts'
import { messageSettlement, settleWaits } from './settle.ts'
import { inTransaction, OpenTransaction } from './transaction.ts'

/** Texts in Postgres. A claim is a transaction that holds texts and their contacts until the gate's word is written. */
export class PgMessageStore implements MessageStore {
  readonly #pool: pg.Pool

  constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  async dueWorkspaces(limit: number): Promise<string[]> {
    const { rows } = await this.#query<{ id: string }>({ ...DUE_WORKSPACES_OF_MESSAGES, values: [limit] })
    return rows.map((row) => row.id)
  }

  async claim({
    workspaceIds,
    limit,
  }: {
    workspaceIds: readonly string[]
    limit: number
  }): Promise<MessageBatch | null> {
    const transaction = await OpenTransaction.begin(this.#pool)
    try {
      const { messages, putOff } = await claimMessages(transaction.client, workspaceIds, limit)
      if (messages.length + putOff > 0) return new PgMessageBatch(transaction, messages)
    } catch (error) {
      await transaction.rollback()
      throw asStoreError(error)
    }
    await transaction.rollback()
    return null
  }

  record(records: readonly Recorded[], goOn?: GoOn): Promise<RecordReport> {
    return inTransaction(this.#pool, (client) => recordOutcomes(client, records, goOn))
  }

  async expireClaims(): Promise<number> {
    return (await this.#query({ ...EXPIRE_CLAIMS, values: [] })).rowCount ?? 0
  }

  settleUnknown(): Promise<number> {
    return inTransaction(this.#pool, settleGraces)
  }

  async releaseLifted(): Promise<number> {
    return (await this.#query({ ...RELEASE_LIFTED, values: [] })).rowCount ?? 0
  }

  takeBack(attemptIds: readonly string[]): Promise<number> {
    return inTransaction(this.#pool, async (client) => {
      await client.query({ ...LOCK_RUNS_OF_ATTEMPTS, values: [attemptIds] })
      return (await client.query({ ...TAKE_BACK, values: [attemptIds] })).rowCount ?? 0
    })
  }

  async giveUp(attemptIds: readonly string[]): Promise<number> {
    const reason = 'The worker that was sending it died before it had an answer.'
    const rows = JSON.stringify(attemptIds.map((attemptId) => ({ attemptId, reason })))
    return (await this.#query({ ...MARK_UNKNOWN, values: [rows] })).rowCount ?? 0
  }

  async #query<Row extends pg.QueryResultRow>(query: pg.QueryConfig): Promise<pg.QueryResult<Row>> {
    try {
      return await this.#pool.query<Row>(query)
    } catch (error) {
      throw asStoreError(error)
    }
  }
}

async function claimMessages(
  client: EngineClient,
  workspaceIds: readonly string[],
  limit: number,
): Promise<{ messages: DueMessage[]; putOff: number }> {
  const rows: ClaimedTextRow[] = []
  for (const lane of [0, 1]) {
    const share = Math.ceil((limit - rows.length) / workspaceIds.length)
    if (share <= 0) break
    const claimed = await client.query<ClaimedTextRow>({ ...CLAIM_MESSAGES, values: [workspaceIds, lane, share] })
    rows.push(...claimed.rows)
  }
  if (rows.length === 0) return { messages: [], putOff: 0 }
  const { due, putOff } = await slotAnew(client, rows)
  return { messages: due.length > 0 ? await withFacts(client, due) : [], putOff }
}

/** Texts whose fate stayed unknown for as long as the author allows: the run goes on without, or they are sent again. */
async function settleGraces(client: EngineClient): Promise<number> {
  const { rows } = await client.query<{ id: string; run_id: string | null; policy: string }>({
    ...ENDED_GRACES,
    values: [],
  })
  if (rows.length === 0) return 0
  const runIds = rows.flatMap((row) => row.run_id ?? [])
  await client.query('SELECT FROM runs WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE', [runIds])
  await client.query({ ...END_GRACES, values: [JSON.stringify(rows.map(({ id, policy }) => ({ id, policy })))] })
  const settlements = rows.flatMap((row) =>
    row.run_id && row.policy === 'skip'
      ? [messageSettlement(row.run_id, row.id, 'unknown', { reason: 'unknown_expired' })]
      : [],
  )
  return (await settleWaits(client, settlements)) + rows.filter((row) => row.policy === 'resend').length
}

class PgMessageBatch implements MessageBatch {
  readonly messages: readonly DueMessage[]
  readonly #transaction: OpenTransaction

  constructor(transaction: OpenTransaction, messages: readonly DueMessage[]) {
    this.#transaction = transaction
    this.messages = messages
  }

  async commit(decided: readonly Decided[]): Promise<ClaimReport> {
    try {
      const report = await writeDecisions(this.#transaction.client, decided)
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
