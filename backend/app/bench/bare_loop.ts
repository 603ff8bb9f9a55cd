import type pg from 'pg'
import { TEXTS_A_RUN, VISITS_A_RUN, type BenchWorld } from './bench_world.ts'

const BATCH = 500

/**
 * The rows that the engine writes for a run of `tenNodes`, with no logic and no data from outside: for each of its
 * passes the run, two steps, a text, and what becomes of the text. One connection; everything made up by Postgres.
 */
const CLAIM = `
  SELECT array_agg(id) AS ids FROM (
    SELECT id FROM runs WHERE workspace_id = $1 AND lane = 1 AND wake_at <= statement_timestamp()
    ORDER BY wake_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED) due`

const STEPS = `
  INSERT INTO steps (run_id, seq, workspace_id, started_at, finished_at, node_id, node_type, status, outcome, detail)
  SELECT id, $3 + s, $2, now(), now(), 'text1', 'send_sms', 'completed', 'next', '{"message": "accepted", "messageId": "01a203e5-abf2-7076-b9ff-d41ed2633006"}'
  FROM unnest($1::uuid[]) AS id, generate_series(0, 1) s`

const TEXTS = `
  INSERT INTO messages (id, workspace_id, contact_id, run_id, step_seq, created_at, send_after, lane, segments, direction, status,
    node_id, to_address, body, attempt, attempt_id, deadline_at, gate)
  SELECT uuidv7(), $2, r.contact_id, r.id, $3, now(), NULL, 1, 1, 'outbound', 'sending', 'text1', '+14155550100',
    'Hi No 12345! Day 1 of joy. Reply STOP to opt out.', 1, uuidv7(), now(),
    '{"outcome": "send", "sentence": "Nothing stands against sending.", "values": {"zones": ["Etc/GMT-4"], "zoneSource": "contact",
      "zoneSure": true, "rules": [], "decidedAt": "2026-11-22T16:00:00.000Z", "opensAt": null, "optInStatus": "opted_in",
      "purpose": "workflow"}}'
  FROM unnest($1::uuid[]) AS due(id) JOIN runs r ON r.id = due.id`

const WAIT = `
  UPDATE runs SET node_id = 'text1', seq = $2, entered_at = now(), status = 'waiting', wait_kind = 'message', wake_at = NULL,
    wait_key = '01a203e5-abf2-7076-b9ff-d41ed2633006', steps_used = $2, epoch = epoch + 1 WHERE id = ANY($1::uuid[])`

const ACCEPT = `
  UPDATE messages SET status = 'queued', provider_sid = 'SM' || replace(id::text, '-', ''), sent_at = now(), status_rank = 20,
    deadline_at = NULL WHERE run_id = ANY($1::uuid[]) AND step_seq = $2`

const ATTEMPTS = `
  INSERT INTO attempts (id, workspace_id, message_id, number, started_at, finished_at, outcome, http_status)
  SELECT id, workspace_id, id, 1, now(), now(), 'accepted', 201 FROM messages WHERE run_id = ANY($1::uuid[]) AND step_seq = $2`

const FINISH = `
  UPDATE runs SET status = 'completed', finished_at = now(), wake_at = NULL, wait_kind = NULL, wait_key = NULL, signal = NULL,
    epoch = epoch + 1 WHERE id = ANY($1::uuid[])`

/** @returns node visits a second */
export async function runBareLoop(pool: pg.Pool, world: BenchWorld, runs: number): Promise<number> {
  const client = await pool.connect()
  const begun = performance.now()
  try {
    for (let left = runs; left > 0; left -= BATCH) await walkBatch(client, world)
  } finally {
    client.release()
  }
  return ((runs * VISITS_A_RUN) / (performance.now() - begun)) * 1000
}

/** What the engine writes for a batch from its first node to its last: a transaction for each text and one for the end. */
async function walkBatch(client: pg.PoolClient, { workspaceId }: BenchWorld): Promise<void> {
  const ids = await inTransaction(client, async () => {
    const { rows } = await client.query<{ ids: string[] }>(CLAIM, [workspaceId])
    const due = rows[0]?.ids ?? []
    await writePass(client, workspaceId, due, 0)
    return due
  })
  for (let pass = 1; pass <= TEXTS_A_RUN; pass++) {
    await inTransaction(client, async () => {
      await client.query(ACCEPT, [ids, seqOf(pass - 1)])
      await client.query(ATTEMPTS, [ids, seqOf(pass - 1)])
      if (pass < TEXTS_A_RUN) await writePass(client, workspaceId, ids, pass)
      else await client.query(FINISH, [ids])
    })
  }
}

const seqOf = (pass: number): number => 1 + pass * 2

async function writePass(client: pg.PoolClient, workspaceId: string, ids: string[], pass: number): Promise<void> {
  await client.query(STEPS, [ids, workspaceId, seqOf(pass)])
  await client.query(TEXTS, [ids, workspaceId, seqOf(pass)])
  await client.query(WAIT, [ids, seqOf(pass)])
}

async function inTransaction<Value>(client: pg.PoolClient, work: () => Promise<Value>): Promise<Value> {
  await client.query('BEGIN')
  const value = await work()
  await client.query('COMMIT')
  return value
}
