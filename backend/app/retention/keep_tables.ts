import type pg from 'pg'
import { repeat, type Repeating } from '#app/core/repeat'
import { addUpCounts } from './add_up_counts.ts'
import { applyRetention } from './apply_retention.ts'
import { keepStepMonths } from './step_months.ts'
import { withUpkeepSession } from './upkeep_session.ts'

const TURN_MS = 60_000
/** A stop waits for no more than a batch; another process gets its turn in between. */
const RETENTION_MS = 40_000

/** Whether a task was last done longer ago than `$2`. */
const isDue = `SELECT NOT EXISTS (SELECT FROM upkeep WHERE task = $1 AND done_at > now() - $2::interval) AS due`
const noteDone = `INSERT INTO upkeep (task) VALUES ($1) ON CONFLICT (task) DO UPDATE SET done_at = now()`

/**
 * Keeps the tables small and fast while a worker runs: months of steps ahead of their time, counts added up, retention
 * once an hour. Of all processes on a database one does it at a time.
 * @param say told of a failure once, until a turn succeeds
 */
export function keepTables(databaseUrl: string, say: (line: string) => void): Repeating {
  const stopping = new AbortController()
  const { signal } = stopping
  const turns = repeat({ ms: TURN_MS, what: 'Keeping the tables in order', say }, async () => {
    await withUpkeepSession(databaseUrl, (client) => upkeepTurn(client, signal))
  })
  return {
    stop: async () => {
      stopping.abort()
      await turns.stop()
    },
  }
}

/** One turn of the upkeep, by whoever holds its lock. */
export async function upkeepTurn(client: pg.ClientBase, signal: AbortSignal): Promise<void> {
  await keepStepMonths(client, signal)
  await addUpCounts(client)
  await onceIn(client, { task: 'retention', span: '1 hour' }, () =>
    applyRetention(client, { deadline: Date.now() + RETENTION_MS, signal }),
  )
  // Autovacuum looks after each month, but never after the statistics of all of them together.
  await onceIn(client, { task: 'analyze', span: '1 day' }, () => tidyUp(client))
}

async function onceIn(
  client: pg.ClientBase,
  { task, span }: { task: string; span: string },
  work: () => Promise<boolean>,
): Promise<void> {
  const { rows } = await client.query<{ due: boolean }>(isDue, [task, span])
  if (rows[0]?.due !== true) return
  if (await work()) await client.query(noteDone, [task])
}

async function tidyUp(client: pg.ClientBase): Promise<boolean> {
  await client.query('ANALYZE steps')
  // An answer is kept for a day (see idempotency): what is older answers nobody.
  await client.query(`DELETE FROM idempotency_keys WHERE created_at < now() - interval '2 days'`)
  return true
}
