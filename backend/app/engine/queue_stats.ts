import type { EngineClient } from './pool.ts'

/** What waits for workers in one workspace. Ages in seconds. */
export interface QueueStats {
  /** Due now: runs, texts and calls. */
  depth: number
  /** Waiting for their time. */
  delayed: number
  /** In a worker's hands. */
  active: number
  /** Runs that failed in the last day. */
  failed: number
  /** How long the oldest due one has waited; null when none is due. */
  oldestAge: number | null
  /** Node visits a second, over the last minute. */
  rate: number
}

const STATS = `
  WITH clock AS (SELECT id, clock_timestamp() + clock_offset AS now FROM workspaces WHERE id = $1),
  runs_due AS (
    SELECT count(*) AS n, min(r.wake_at) AS oldest FROM clock JOIN runs r ON r.workspace_id = clock.id AND r.wake_at <= clock.now
  ), runs_later AS (
    SELECT count(*) AS n FROM clock JOIN runs r ON r.workspace_id = clock.id AND r.wake_at > clock.now
  ), texts AS (
    SELECT count(*) FILTER (WHERE m.status IN ('planned', 'held') AND m.send_after <= clock.now) AS due,
      count(*) FILTER (WHERE m.status IN ('planned', 'held') AND (m.send_after > clock.now OR m.send_after IS NULL)) AS later,
      min(m.send_after) FILTER (WHERE m.status IN ('planned', 'held') AND m.send_after <= clock.now) AS oldest
    FROM clock JOIN messages m ON m.workspace_id = clock.id AND m.status IN ('planned', 'held')
  ), sending AS (
    SELECT count(*) AS n FROM messages WHERE workspace_id = $1 AND status = 'sending'
  ), calls AS (
    SELECT count(*) FILTER (WHERE status = 'planned' AND due_at <= now()) AS due,
      count(*) FILTER (WHERE status = 'planned' AND due_at > now()) AS later,
      count(*) FILTER (WHERE status = 'running') AS running,
      min(due_at) FILTER (WHERE status = 'planned' AND due_at <= now()) AS oldest
    FROM effects WHERE workspace_id = $1 AND status IN ('planned', 'running')
  )
  SELECT (runs_due.n + texts.due + calls.due)::integer AS depth,
    (runs_later.n + texts.later + calls.later)::integer AS delayed,
    (sending.n + calls.running)::integer AS active,
    (SELECT count(*) FROM clock JOIN runs r ON r.workspace_id = clock.id AND r.status = 'failed'
       AND r.finished_at > clock.now - interval '1 day')::integer AS failed,
    greatest(extract(epoch FROM clock.now - runs_due.oldest), extract(epoch FROM clock.now - texts.oldest),
      extract(epoch FROM now() - calls.oldest))::float8 AS "oldestAge",
    (SELECT coalesce(sum(c.n), 0) FROM workflows f JOIN workflow_counts c ON c.workflow_id = f.id
       WHERE f.workspace_id = clock.id AND c.at > now() - interval '1 minute' AND c.node_id <> '')::float8 / 60 AS rate
  FROM clock, runs_due, runs_later, texts, sending, calls`

/** Counts by the indexes of what is due and what is under way; ended work costs nothing. */
export async function queueStats(client: EngineClient, workspaceId: string): Promise<QueueStats> {
  const { rows } = await client.query<QueueStats>(STATS, [workspaceId])
  return rows[0] ?? { depth: 0, delayed: 0, active: 0, failed: 0, oldestAge: null, rate: 0 }
}
