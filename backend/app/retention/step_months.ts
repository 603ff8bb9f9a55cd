import type pg from 'pg'
import { atOnce, inQuietMoment } from './upkeep_session.ts'

/** This month and those after it that always have their place already. */
const MONTHS_AHEAD = 2
/**
 * Runs that other runs start have ids by their workspace's clock, and a sandbox's may be years ahead: those beyond stay
 * in the default partition.
 */
const HORIZON = '24 months'
const ROWS_A_MOVE = 2_000

const hasStrays = `
  SELECT EXISTS (SELECT FROM steps_default WHERE run_id < (SELECT uuid_at(now() + interval '${HORIZON}'))
    AND uuid_extract_version(run_id) = 7) AS strays`

const monthsOfStrays = `
  SELECT DISTINCT date_trunc('month', uuid_extract_timestamp(run_id), 'UTC') AS month FROM steps_default
  WHERE run_id < (SELECT uuid_at(now() + interval '${HORIZON}')) AND uuid_extract_version(run_id) = 7`

const setAsideTables = `
  SELECT c.relname AS name FROM pg_class c
  WHERE c.relkind = 'r' AND NOT c.relispartition AND c.relname LIKE 'steps\\_aside\\_%' AND c.relnamespace = 'public'::regnamespace
  ORDER BY 1`

/**
 * Makes the months of steps that will be needed, and empties the default partition into them. Nobody waits for it longer
 * than a quarter of a second: what does not get its lock is done at the next turn.
 * @returns whether everything has its place now
 */
export async function keepStepMonths(client: pg.ClientBase, signal?: AbortSignal): Promise<boolean> {
  if (await isTrue(client, hasStrays)) {
    if (!(await setStraysAside(client))) return false
  }
  for (let ahead = 0; ahead <= MONTHS_AHEAD; ahead += 1) {
    const made = await inQuietMoment(
      client,
      async () => void (await client.query('SELECT add_steps_month(now() + make_interval(months => $1))', [ahead])),
    )
    if (!made) return false
  }
  return moveStrays(client, signal)
}

async function isTrue(client: pg.ClientBase, sql: string): Promise<boolean> {
  const { rows } = await client.query<{ strays: boolean }>(sql)
  return rows[0]?.strays === true
}

/**
 * A month can't be attached while the default partition holds rows of it. So the default is exchanged for an empty one in
 * a moment, however much it holds, and its rows then move bit by bit.
 */
function setStraysAside(client: pg.ClientBase): Promise<boolean> {
  return inQuietMoment(client, async () => {
    const { rows } = await client.query<{ month: Date }>(monthsOfStrays)
    const aside = `steps_aside_${Date.now()}`
    await client.query('CREATE TABLE steps_next (LIKE steps INCLUDING ALL)')
    await client.query('ALTER TABLE steps DETACH PARTITION steps_default')
    await client.query(`ALTER TABLE steps_default RENAME TO ${aside}`)
    await client.query(`ALTER INDEX steps_default_pkey RENAME TO ${aside}_pkey`)
    await client.query('ALTER TABLE steps_next RENAME TO steps_default')
    await client.query('ALTER INDEX steps_next_pkey RENAME TO steps_default_pkey')
    for (const { month } of rows) await client.query('SELECT add_steps_month($1)', [month])
    await client.query('ALTER TABLE steps ATTACH PARTITION steps_default DEFAULT')
  })
}

/** Those of runs that are gone by now go too. @returns false when it was told to stop before the end */
async function moveStrays(client: pg.ClientBase, signal?: AbortSignal): Promise<boolean> {
  const { rows: tables } = await client.query<{ name: string }>(setAsideTables)
  for (const { name } of tables) {
    while (await moveSome(client, name)) if (signal?.aborted) return false
    await client.query(`DROP TABLE ${name}`)
  }
  return true
}

function moveSome(client: pg.ClientBase, table: string): Promise<boolean> {
  return atOnce(client, async () => {
    const { rows } = await client.query<{ run_id: string }>(
      `SELECT DISTINCT run_id FROM (SELECT run_id FROM ${table} ORDER BY run_id LIMIT $1) first`,
      [ROWS_A_MOVE],
    )
    const ids = rows.map((row) => row.run_id)
    if (ids.length === 0) return false
    // Held, so that a run which is erased in this moment can't leave its steps behind.
    const there = await client.query<{ id: string }>('SELECT id FROM runs WHERE id = ANY($1::uuid[]) FOR KEY SHARE', [
      ids,
    ])
    await client.query(`SET LOCAL soniarose.moves_steps = 'on'`)
    await client.query(
      `WITH moved AS (DELETE FROM ${table} WHERE run_id = ANY($1::uuid[]) RETURNING *)
       INSERT INTO steps SELECT * FROM moved WHERE run_id = ANY($2::uuid[]) ON CONFLICT DO NOTHING`,
      [ids, there.rows.map((row) => row.id)],
    )
    return true
  })
}
