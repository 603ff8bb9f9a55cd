import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { uuidv7 } from '@soniarose/core'
import type pg from 'pg'

const BEAT_MS = 2_000
/** A worker that has not been seen for this long does not count. */
export const ALIVE_WITHIN_SECONDS = 10

const BEAT = `
  INSERT INTO workers (id, host, pid, stats) VALUES ($1, $2, $3, $4)
  ON CONFLICT (id) DO UPDATE SET seen_at = now(), stats = excluded.stats`

export interface Heart {
  stop(): Promise<void>
}

/** Says every two seconds that this worker lives. A beat that fails is made up for by the next. */
export function beatHeart(pool: pg.Pool, stats: () => object): Heart {
  const id = uuidv7(Date.now(), randomBytes(10))
  const beat = async (): Promise<void> => {
    await pool.query(BEAT, [id, hostname(), process.pid, JSON.stringify(stats())]).catch(() => undefined)
  }
  const timer = setInterval(() => void beat(), BEAT_MS)
  void beat()
  return {
    stop: async () => {
      clearInterval(timer)
      // Nobody takes a worker for alive that was last seen seconds ago, so a row that stays does no harm.
      await pool
        .query(`DELETE FROM workers WHERE id = $1 OR seen_at < now() - interval '1 hour'`, [id])
        .catch(() => undefined)
    },
  }
}

/** How many workers live. */
export async function countWorkers(client: Pick<pg.Pool, 'query'>): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM workers WHERE seen_at > now() - make_interval(secs => $1)`,
    [ALIVE_WITHIN_SECONDS],
  )
  return rows[0]?.count ?? 0
}
