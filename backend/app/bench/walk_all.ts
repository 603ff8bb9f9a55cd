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

/** Waits until every run has ended. @returns milliseconds @throws when that takes minutes */
export async function untilDone(pool: pg.Pool): Promise<number> {
  const begun = performance.now()
  for (;;) {
    const { rows } = await pool.query<{ busy: boolean }>(
      'SELECT EXISTS (SELECT FROM runs WHERE finished_at IS NULL) AS busy',
    )
    if (rows[0]?.busy !== true) return performance.now() - begun
    if (performance.now() - begun > WITHIN_MS) throw new Error('the runs do not come to their end')
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
}
