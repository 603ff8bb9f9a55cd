import { cancelMessages } from './cancel_messages.ts'
import { exitRuns } from './exit_runs.ts'
import type { EngineClient } from './pool.ts'

const FIND = 'SELECT finished_at IS NOT NULL AS finished FROM runs WHERE id = $1 AND workspace_id = $2'

/** Texts before their run: the order in which the sender takes them. */
const LOCK_TEXTS = `SELECT FROM messages WHERE run_id = $1 AND status IN ('planned', 'held') FOR UPDATE`

/**
 * Ends a run that is under way, with the texts that it has planned. In the caller's transaction.
 * A text that is being posted already is not called back.
 */
export async function cancelRun(
  client: EngineClient,
  workspaceId: string,
  runId: string,
): Promise<'canceled' | 'finished' | 'not_found'> {
  const { rows } = await client.query<{ finished: boolean }>(FIND, [runId, workspaceId])
  if (!rows[0]) return 'not_found'
  if (rows[0].finished) return 'finished'
  await client.query(LOCK_TEXTS, [runId])
  const ended = await exitRuns(client, { runIds: [runId] }, { status: 'canceled', reason: 'canceled' })
  if (ended.length === 0) return 'finished'
  await cancelMessages(client, { runIds: [runId] }, 'run_canceled')
  return 'canceled'
}
