import type pg from 'pg'
import { wakeWorkers } from '#app/core/doorbell'
import { enterSegmentsNow } from './schedules/enter_segments.ts'

export interface ClockReading {
  /** ISO 8601. */
  now: string
  /** How far it is ahead of the real one, ISO 8601. */
  offset: string
  /** When something happens next; null: nothing waits for the clock. */
  nextDueAt: string | null
}

export interface ClockWalk {
  now: string
  /** False: 60 s were not enough for everything that was due to be done. */
  settled: boolean
}

/** What may be done by then is done, or the walk says that it isn't. */
const PATIENCE_MS = 60_000
const LOOK_AGAIN_MS = 4
const RING_AGAIN_MS = 100
/** Due moments this close together are one stop; within it everything is done in its order all the same. */
const STOP_MS = 250

/**
 * The next moment at which something is due, among what waits for the workspace's clock. Whatever counts here counts as
 * busy once it is due, or the walk would stand still: so no schedule of a paused workflow, and none that has ended.
 */
const NEXT_DUE = `
  least(
    (SELECT min(wake_at) FROM runs WHERE workspace_id = w.id AND lane = 0 AND wake_at IS NOT NULL),
    (SELECT min(wake_at) FROM runs WHERE workspace_id = w.id AND lane = 1 AND wake_at IS NOT NULL),
    (SELECT min(send_after) FROM messages
      WHERE workspace_id = w.id AND status IN ('planned', 'held', 'unknown') AND send_after IS NOT NULL),
    (SELECT min(t.next_at) FROM workflow_triggers t JOIN workflows f ON f.id = t.workflow_id AND f.status = 'live'
      WHERE t.workspace_id = w.id AND t.next_at < 'infinity')
  )`

const READ = `
  SELECT clock_timestamp() + w.clock_offset AS now, extract(epoch FROM w.clock_offset)::float8 AS offset_seconds,
    ${NEXT_DUE} AS next_due
  FROM workspaces w WHERE w.id = $1`

/** Busy: something is due by the workspace's clock, or under way. The one moment is taken before the looks. */
const IS_BUSY = `
  SELECT EXISTS (SELECT FROM runs r WHERE r.workspace_id = w.id AND r.lane = 0 AND r.wake_at <= c.now)
    OR EXISTS (SELECT FROM runs r WHERE r.workspace_id = w.id AND r.lane = 1 AND r.wake_at <= c.now)
    OR EXISTS (SELECT FROM messages m WHERE m.workspace_id = w.id AND m.status IN ('planned', 'held', 'unknown') AND m.send_after <= c.now)
    OR EXISTS (SELECT FROM messages m WHERE m.workspace_id = w.id AND m.status = 'sending')
    OR EXISTS (SELECT FROM effects e WHERE e.workspace_id = w.id AND e.status IN ('planned', 'running'))
    OR EXISTS (SELECT FROM workflow_triggers t JOIN workflows f ON f.id = t.workflow_id AND f.status = 'live'
      WHERE t.workspace_id = w.id AND t.next_at <= c.now) AS busy
  FROM workspaces w CROSS JOIN LATERAL (SELECT statement_timestamp() + w.clock_offset AS now) c
  WHERE w.id = $1`

/** Never backward, however two walks interleave. */
const MOVE = `
  UPDATE workspaces SET clock_offset = greatest(clock_offset, $2::timestamptz - clock_timestamp())
  WHERE id = $1 AND mode = 'sandbox'`

interface ClockRow {
  now: Date
  offset_seconds: number
  next_due: Date | null
}

/** The sandbox's clock and what it will strike next. @throws when there is no such workspace */
export async function readClock(pool: pg.Pool, workspaceId: string): Promise<ClockReading> {
  const row = await read(pool, workspaceId)
  const offset = `PT${Math.max(0, Math.round(row.offset_seconds * 1000) / 1000)}S`
  return { now: row.now.toISOString(), offset, nextDueAt: row.next_due?.toISOString() ?? null }
}

function ringAll(): void {
  wakeWorkers('runs')
  wakeWorkers('messages')
  wakeWorkers('effects')
}

/** How far to walk. A span counts from when all that is due now has been done: what has just begun waits its whole day. */
export type WalkOrder = { workspaceId: string } & ({ to: Date } | { byMs: number })

/**
 * Walks a sandbox's clock to a later time, from due moment to due moment; at each it waits until the workers have done
 * all that is due. It watches the database alone, so it works with workers anywhere.
 * @param ring asks workers to look now
 */
export async function advanceClock(pool: pg.Pool, order: WalkOrder, ring: () => void = ringAll): Promise<ClockWalk> {
  const { workspaceId } = order
  const deadline = performance.now() + PATIENCE_MS
  let settled = await settle(pool, workspaceId, { deadline, ring })
  const to = 'to' in order ? order.to : new Date((await read(pool, workspaceId)).now.getTime() + order.byMs)
  while (settled) {
    const { next_due: due } = await read(pool, workspaceId)
    const isLast = due === null || due.getTime() + STOP_MS >= to.getTime()
    await pool.query(MOVE, [workspaceId, isLast ? to : new Date(due.getTime() + STOP_MS)])
    ring()
    settled = await settle(pool, workspaceId, { deadline, ring })
    if (isLast) break
    if (performance.now() > deadline) settled = false
  }
  // Out of time: the clock still goes where it was told to, and says that not all is done.
  if (!settled) await pool.query(MOVE, [workspaceId, to])
  const { now } = await read(pool, workspaceId)
  return { now: now.toISOString(), settled }
}

async function settle(
  pool: pg.Pool,
  workspaceId: string,
  { deadline, ring }: { deadline: number; ring: () => void },
): Promise<boolean> {
  await enterSegmentsNow(pool, workspaceId)
  let rung = performance.now()
  for (;;) {
    const { rows } = await pool.query<{ busy: boolean }>(IS_BUSY, [workspaceId])
    if (rows[0]?.busy !== true) return true
    const now = performance.now()
    if (now > deadline) return false
    if (now - rung > RING_AGAIN_MS) {
      ring()
      rung = now
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
  }
}

async function read(pool: pg.Pool, workspaceId: string): Promise<ClockRow> {
  const { rows } = await pool.query<ClockRow>(READ, [workspaceId])
  if (!rows[0]) throw new Error('there is no such workspace')
  return rows[0]
}
