import type pg from 'pg'
import { enroll } from '#app/engine/enroll'
import type { BenchWorld } from './bench_world.ts'

const LOOK_MS = 50
const WITHIN_MS = 300_000

/** Enrols everybody. @returns milliseconds */
export async function enrolAll(pool: pg.Pool, { workspaceId, workflowId }: BenchWorld, count: number): Promise<number> {
  const begun = performance.now()
  const result = await enroll(pool, { workspaceId, workflowId }, { filter: { sql: () => 'true', values: [] } })
  if (!result.ok || result.value.enrolled !== count) throw new Error('not everybody was enrolled')
  return performance.now() - begun
}

/**
 * Waits until so many runs of the workflow have ended since it was made. The counters are asked, as whoever looks through
 * the runs themselves every few milliseconds takes a part of the time that he measures.
 * @returns milliseconds
 * @throws when that takes minutes
 */
export async function untilEnded(pool: pg.Pool, { workflowId }: BenchWorld, count: number): Promise<number> {
  const begun = performance.now()
  for (;;) {
    const { rows } = await pool.query<{ ended: number }>({ ...ENDED, values: [workflowId] })
    if ((rows[0]?.ended ?? 0) >= count) return performance.now() - begun
    if (performance.now() - begun > WITHIN_MS) throw new Error('the runs do not come to their end')
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
}

const ENDED = {
  name: 'ended',
  text: `SELECT coalesce(sum(n), 0)::integer AS ended FROM workflow_counts WHERE workflow_id = $1 AND node_id = ''`,
}
