import type pg from 'pg'

/** A sandbox's clock as the API shows it. */
export interface SandboxClock {
  /** ISO 8601. */
  now: string
  /** How far it is ahead of the real one: an ISO 8601 duration in seconds. */
  offset: string
  /** When something happens next by the clock alone; null: nothing waits for it. */
  nextDueAt: string | null
}

export interface Advanced {
  now: string
  /** False: after a minute something was still under way; the clock stands where it had come to. */
  settled: boolean
}

const GIVE_UP_AFTER_MS = 60_000
const LOOK_EVERY_MS = 15
const RING_EVERY_MS = 100

/** What the clock alone brings about: due waits, held texts, unknown texts whose grace ends, schedules. */
const NEXT_DUE = `
  SELECT min(at) FROM (
    (SELECT wake_at AS at FROM runs WHERE workspace_id = $1 AND lane = 0 AND wake_at > clock.now ORDER BY wake_at LIMIT 1)
    UNION ALL
    (SELECT wake_at FROM runs WHERE workspace_id = $1 AND lane = 1 AND wake_at > clock.now ORDER BY wake_at LIMIT 1)
    UNION ALL
    (SELECT min(send_after) FROM messages
      WHERE workspace_id = $1 AND status IN ('planned', 'held', 'unknown') AND send_after > clock.now)
    UNION ALL
    (SELECT next_at FROM workflow_triggers WHERE workspace_id = $1 AND next_at > clock.now ORDER BY next_at LIMIT 1)
  ) due`

const READ = `
  WITH clock AS (SELECT clock_timestamp() + clock_offset AS now, clock_offset FROM workspaces WHERE id = $1)
  SELECT clock.now, extract(epoch FROM clock.clock_offset)::float8 AS offset_seconds, (${NEXT_DUE}) AS next FROM clock`

/** Whether somebody has something to do at this very moment of the clock. A text in somebody's hands counts, whatever its time. */
const BUSY = `
  WITH clock AS (SELECT clock_timestamp() + clock_offset AS now FROM workspaces WHERE id = $1)
  SELECT
    EXISTS (SELECT FROM clock, runs r WHERE r.workspace_id = $1 AND r.wake_at <= clock.now) AS runs,
    EXISTS (SELECT FROM clock, messages m WHERE m.workspace_id = $1 AND m.status IN ('planned', 'held', 'unknown') AND m.send_after <= clock.now)
      OR EXISTS (SELECT FROM messages m WHERE m.workspace_id = $1 AND m.status = 'sending') AS messages,
    EXISTS (SELECT FROM effects e WHERE e.workspace_id = $1 AND e.status IN ('planned', 'running')) AS effects,
    EXISTS (SELECT FROM clock, workflow_triggers t WHERE t.workspace_id = $1 AND t.next_at <= clock.now) AS schedules`

const MOVE = `
  UPDATE workspaces SET clock_offset = greatest(clock_offset, $2::timestamptz - clock_timestamp())
  WHERE id = $1 AND mode = 'sandbox'`

interface ReadRow {
  now: Date
  offset_seconds: number
  next: Date | null
}

type Busy = { runs: boolean; messages: boolean; effects: boolean; schedules: boolean }

async function read(client: pg.ClientBase, workspaceId: string): Promise<ReadRow> {
  const { rows } = await client.query<ReadRow>(READ, [workspaceId])
  if (!rows[0]) throw new Error('there is no such workspace')
  return rows[0]
}

/** The clock, without touching it. */
export async function readClock(pool: pg.Pool, workspaceId: string): Promise<SandboxClock> {
  const client = await pool.connect()
  try {
    const { now, offset_seconds: seconds, next } = await read(client, workspaceId)
    return { now: now.toISOString(), offset: `PT${Math.round(seconds)}S`, nextDueAt: next?.toISOString() ?? null }
  } finally {
    client.release()
  }
}

/**
 * Walks the clock to a moment, from one due moment to the next, and waits at each until everything has happened: a
 * chain of one-day waits is lived through day by day. Walks of one workspace come one after the other.
 * @param ring called while workers have something to do
 */
export async function advanceClock(pool: pg.Pool, workspaceId: string, to: Date, ring: (bell: 'runs' | 'messages' | 'effects') => void): Promise<Advanced> {
  const deadline = performance.now() + GIVE_UP_AFTER_MS
  const client = await pool.connect()
  try {
    if (!(await lock(client, workspaceId, deadline))) return { now: (await read(client, workspaceId)).now.toISOString(), settled: false }
    const settled = await walk(client, { workspaceId, to, deadline, ring })
    await client.query('SELECT pg_advisory_unlock(hashtextextended($1, 7))', [workspaceId])
    return { now: (await read(client, workspaceId)).now.toISOString(), settled }
  } finally {
    client.release()
  }
}

async function lock(client: pg.ClientBase, workspaceId: string, deadline: number): Promise<boolean> {
  while (performance.now() < deadline) {
    const { rows } = await client.query<{ ok: boolean }>('SELECT pg_try_advisory_lock(hashtextextended($1, 7)) AS ok', [workspaceId])
    if (rows[0]?.ok) return true
    await pause(50)
  }
  return false
}

interface Walk {
  workspaceId: string
  to: Date
  deadline: number
  ring: (bell: 'runs' | 'messages' | 'effects') => void
}

async function walk(client: pg.ClientBase, { workspaceId, to, deadline, ring }: Walk): Promise<boolean> {
  for (;;) {
    if (!(await settle(client, workspaceId, deadline, ring))) return false
    const { now, next } = await read(client, workspaceId)
    if (now >= to) return true
    const stop = next !== null && next < to ? next : to
    await client.query(MOVE, [workspaceId, stop])
  }
}

/** Waits until nothing is due and nothing under way. @returns false when the deadline comes first */
async function settle(client: pg.ClientBase, workspaceId: string, deadline: number, ring: Walk['ring']): Promise<boolean> {
  let rungAt = Number.NEGATIVE_INFINITY
  for (;;) {
    const { rows } = await client.query<Busy>({ name: 'sandbox_busy', text: BUSY, values: [workspaceId] })
    const busy = rows[0]
    if (!busy || !(busy.runs || busy.messages || busy.effects || busy.schedules)) return true
    if (performance.now() > deadline) return false
    if (performance.now() - rungAt > RING_EVERY_MS) {
      rungAt = performance.now()
      for (const bell of ['runs', 'messages', 'effects'] as const) if (busy[bell]) ring(bell)
    }
    await pause(LOOK_EVERY_MS)
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
