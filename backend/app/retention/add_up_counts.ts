import type pg from 'pg'

/** Younger rows tell the rate of the last minute. */
const KEPT_SINGLE = '2 minutes'

const ADD_UP = `
  WITH busy AS (
    SELECT DISTINCT workflow_id FROM workflow_counts WHERE at < now() - interval '${KEPT_SINGLE}'
  ), old AS (
    DELETE FROM workflow_counts c USING busy
    WHERE c.workflow_id = busy.workflow_id AND (c.at IS NULL OR c.at < now() - interval '${KEPT_SINGLE}')
    RETURNING c.workflow_id, c.node_id, c.status, c.outcome, c.n
  )
  INSERT INTO workflow_counts (workflow_id, at, n, node_id, status, outcome)
  SELECT workflow_id, NULL, sum(n), node_id, status, outcome FROM old
  GROUP BY workflow_id, node_id, status, outcome HAVING sum(n) <> 0`

/** Adds up what the batches have counted one by one. For one caller at a time; readers see all of it before or after. */
export async function addUpCounts(client: pg.ClientBase): Promise<void> {
  await client.query(ADD_UP)
}
