import type pg from 'pg'
import { createBenchWorld, type BenchWorld } from './bench_world.ts'

export const STEPS_A_RUN = 10
const RUNS_A_BATCH = 10_000
/** One contact's runs of one workflow. */
const RUNS_A_CONTACT = 5
/** All that was ever done lies in the year before now. */
const MONTHS = 12

/** A contact's runs, one a call: `$4` of them beginning at `$5`; each ended but one in a hundred of the youngest tenth. */
const ADD_RUNS = `
  WITH made AS (
    INSERT INTO runs (id, workspace_id, workflow_id, version_id, contact_id, wake_at, entered_at, started_at, finished_at, entry, lane,
      status, node_id, wait_kind, seq, steps_used, vars)
    SELECT uuidv7(-age), $1, $2, $3, p.id, CASE WHEN waits THEN now() + interval '1 day' END, now() - age, now() - age,
      CASE WHEN NOT waits THEN now() - age + interval '1 hour' END, $5 + n / $6 + 1, 1,
      CASE WHEN waits THEN 'waiting' WHEN n % 1000 = 7 THEN 'failed' WHEN n % 20 = 3 THEN 'exited' ELSE 'completed' END,
      'text5', CASE WHEN waits THEN 'time' END, 10, 10, '{"reply": null, "steps": {}, "trigger": {}}'
    FROM (
      SELECT n, n % 100 = 0 AND $7::float8 > 0.9 AS waits, interval '${MONTHS * 30} days' * (1 - $7::float8) AS age
      FROM generate_series(0, $4::integer - 1) n
    ) x
    JOIN (SELECT id, (row_number() OVER (ORDER BY id) - 1)::integer AS place FROM contacts) p ON p.place = n % $6
    RETURNING id, workflow_id, contact_id, started_at, finished_at, status
  ), counted AS (
    INSERT INTO workflow_counts (workflow_id, at, n, node_id, status)
    SELECT workflow_id, NULL, count(*), '', status FROM made WHERE finished_at IS NOT NULL GROUP BY workflow_id, status
  )
  SELECT array_agg(id) AS ids FROM made`

const ADD_STEPS = `
  INSERT INTO steps (run_id, seq, workspace_id, started_at, finished_at, node_id, node_type, status, outcome, detail)
  SELECT id, s, $2, now(), now(), 'text' || s, 'send_sms', 'completed', CASE s % 3 WHEN 0 THEN 'yes' ELSE 'next' END,
    '{"message": "accepted", "messageId": "01a203e5-abf2-7076-b9ff-d41ed2633006"}'
  FROM unnest($1::uuid[]) AS id, generate_series(1, ${STEPS_A_RUN}) s`

const ADD_TEXTS = `
  INSERT INTO messages (id, workspace_id, contact_id, run_id, step_seq, created_at, sent_at, segments, direction, status, status_rank,
    node_id, provider_sid, to_address, body, attempt)
  SELECT uuidv7(r.started_at - now()), r.workspace_id, r.contact_id, r.id, 1, r.started_at, r.started_at, 1, 'outbound', 'delivered', 50,
    'text1', 'SM' || replace(r.id::text, '-', ''), '+14155550100', 'Day 1 of joy. Reply STOP to opt out.', 1
  FROM unnest($1::uuid[]) AS id JOIN runs r USING (id)`

/** A workspace whose one workflow has been walked for a year. */
export class GrowthWorld {
  readonly world: BenchWorld
  readonly #pool: pg.Pool
  readonly #contacts: number
  readonly #steps: number
  #runs = 0
  #entries = 0

  private constructor(pool: pg.Pool, world: BenchWorld, size: { steps: number; contacts: number }) {
    this.#pool = pool
    this.world = world
    this.#steps = size.steps
    this.#contacts = size.contacts
  }

  static async create(pool: pg.Pool, steps: number): Promise<GrowthWorld> {
    const contacts = Math.min(RUNS_A_BATCH, Math.ceil(steps / STEPS_A_RUN / RUNS_A_CONTACT))
    const world = await createBenchWorld(pool, contacts)
    for (let ago = 1; ago <= MONTHS; ago += 1)
      await pool.query('SELECT add_steps_month(now() - make_interval(months => $1))', [ago])
    return new GrowthWorld(pool, world, { steps, contacts })
  }

  /** Adds runs up to a number of steps. @returns the steps added a second, by themselves */
  async growTo(steps: number): Promise<number> {
    let elapsed = 0
    const before = this.#runs
    while (this.#runs * STEPS_A_RUN < steps) {
      const count = Math.min(RUNS_A_BATCH, steps / STEPS_A_RUN - this.#runs)
      const ids = await this.#addRuns(count)
      const begun = performance.now()
      await this.#pool.query(ADD_STEPS, [ids, this.world.workspaceId])
      elapsed += performance.now() - begun
      await this.#pool.query(ADD_TEXTS, [ids])
    }
    return (((this.#runs - before) * STEPS_A_RUN) / elapsed) * 1000
  }

  async #addRuns(count: number): Promise<string[]> {
    const { workspaceId, workflowId, versionId } = this.world
    const youth = (this.#runs * STEPS_A_RUN) / this.#steps
    const { rows } = await this.#pool.query<{ ids: string[] }>(ADD_RUNS, [
      ...[workspaceId, workflowId, versionId, count, this.#entries, this.#contacts],
      youth,
    ])
    this.#runs += count
    this.#entries += Math.ceil(count / this.#contacts)
    return rows[0]?.ids ?? []
  }
}
