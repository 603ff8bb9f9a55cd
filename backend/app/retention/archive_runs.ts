import type pg from 'pg'
import { atOnce } from './upkeep_session.ts'

const RUNS_A_BATCH = 200

/** By subquery, so that it is worked out once and the index can be used. Its `$1` is the workspace, `$2` the months. */
const cutoff = '(SELECT workspace_now($1) - make_interval(months => $2::integer))'

const chooseOld = `
  SELECT id FROM runs WHERE workspace_id = $1 AND finished_at IS NOT NULL AND archived_at IS NULL AND finished_at < ${cutoff}
  ORDER BY finished_at LIMIT ${RUNS_A_BATCH} FOR UPDATE SKIP LOCKED`

const archive = `
  UPDATE runs SET archived_at = workspace_now(workspace_id), vars = '{}', signal = NULL, pending_reply = NULL
  WHERE id = ANY($1::uuid[])`

/**
 * Drops the steps, the calls and the variables of some runs that ended long enough ago. The runs stay, and so do those
 * that have not ended, however long ago they began.
 * @returns how many runs; fewer than a batch only when there are no more
 */
export async function archiveRuns(client: pg.ClientBase, workspaceId: string, months: number): Promise<Batch> {
  return atOnce(client, async () => {
    const { rows } = await client.query<{ id: string }>(chooseOld, [workspaceId, months])
    const ids = rows.map((row) => row.id)
    if (ids.length > 0) {
      await client.query('DELETE FROM steps WHERE run_id = ANY($1::uuid[])', [ids])
      await client.query('DELETE FROM effects WHERE run_id = ANY($1::uuid[])', [ids])
      await client.query(archive, [ids])
    }
    return { done: ids.length, more: ids.length === RUNS_A_BATCH }
  })
}

/** What one batch did, and whether there may be another. */
export interface Batch {
  done: number
  more: boolean
}
