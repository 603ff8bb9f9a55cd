import type { Graph } from '@soniarose/graph'
import { BullDoorbell } from '@soniarose/worker/queue'
import type pg from 'pg'
import { receiveInbound } from '#app/engine/receive_inbound'
import type { BenchDatabase } from './bench_database.ts'
import { acceptingGateway, createBenchWorker } from './bench_worker.ts'
import { createBenchWorld } from './bench_world.ts'
import { beside, type BenchContext, type Figure } from './figure.ts'
import { onFreshDatabase } from './node_visits.ts'
import { enrolAll } from './walk_all.ts'

const REPLIES = 200
const LIMITS = { p50: 50, p99: 200 }
/** Between two replies, so that each meets an idle engine. */
const PAUSE_MS = 15

/** From a reply received to the provider called for the next text, on an idle engine, on either queue. */
export async function* measureReplyLatency({ databaseUrl, redisUrl, progress }: BenchContext): AsyncGenerator<Figure> {
  for (const backend of ['postgres', 'redis'] as const) {
    if (backend === 'redis' && redisUrl === null) continue
    progress(`replies, with the queue on ${backend}`)
    const times = await onFreshDatabase(databaseUrl, (database) =>
      replyOneByOne(database, backend === 'redis' ? redisUrl : null),
    )
    const figure = (name: string, value: number): Omit<Figure, 'peer' | 'ratio'> => ({
      bench: 'engine',
      name,
      backend,
      value,
      unit: 'ms',
    })
    yield beside(figure('reply_latency_p50', quantile(times, 0.5)), { name: 'limit', value: LIMITS.p50 })
    yield beside(figure('reply_latency_p99', quantile(times, 0.99)), { name: 'limit', value: LIMITS.p99 })
  }
}

function askAndAnswer(): Graph {
  const node = (id: string, type: string, data: Record<string, unknown>): Graph['nodes'][number] => ({
    id,
    type,
    position: { x: 0, y: 0 },
    data,
  })
  return {
    schemaVersion: 1,
    name: 'Ask',
    settings: {},
    nodes: [
      node('start', 'trigger', { on: 'manual' }),
      node('question', 'send_sms', { body: 'Shall we?' }),
      node('ask', 'branch_on_reply', {
        timeout: 'P1D',
        branches: [{ id: 'yes', label: 'Yes', match: { anyWord: ['yes'] } }],
      }),
      node('answer', 'send_sms', { body: 'Lovely!' }),
    ],
    edges: [
      { id: 'e1', source: 'start', sourceHandle: 'next', target: 'question' },
      { id: 'e2', source: 'question', sourceHandle: 'next', target: 'ask' },
      { id: 'e3', source: 'ask', sourceHandle: 'yes', target: 'answer' },
    ],
  }
}

async function replyOneByOne(database: BenchDatabase, redisUrl: string | null): Promise<number[]> {
  const { pool, url } = database
  const world = await createBenchWorld(pool, REPLIES, askAndAnswer())
  const accepting = acceptingGateway()
  let called = (): void => undefined
  const send: typeof accepting.send = (text, beforeWrite) => {
    if (text.body === 'Lovely!') called()
    return accepting.send(text, beforeWrite)
  }
  const { worker, stop } = createBenchWorker(database, { gateway: { ...accepting, send }, redisUrl })
  const bell = new BullDoorbell({ databaseUrl: url, redisUrl, onHealth: () => undefined })
  await worker.start()
  await enrolAll(pool, world, REPLIES)
  await untilAllAsked(pool)
  const { rows } = await pool.query<{ phone: string; sender_id: string }>(
    'SELECT c.phone, s.id AS sender_id FROM contacts c, senders s ORDER BY c.id',
  )
  const times: number[] = []
  for (const [index, row] of rows.entries()) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    const answered = new Promise<void>((resolve) => {
      called = resolve
    })
    const begun = performance.now()
    await receive(pool, { workspaceId: world.workspaceId, senderId: row.sender_id, phone: row.phone, index })
    bell.ring('runs')
    await answered
    times.push(performance.now() - begun)
  }
  await bell.stop()
  await stop()
  return times
}

async function receive(
  pool: pg.Pool,
  reply: { workspaceId: string; senderId: string; phone: string; index: number },
): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    await receiveInbound(client, {
      workspaceId: reply.workspaceId,
      senderId: reply.senderId,
      messageSid: `SM${reply.index.toString(16).padStart(32, '0')}`,
      from: reply.phone,
      to: '+15005550006',
      body: 'Yes',
      media: [],
      optOutType: null,
    })
    await client.query('COMMIT')
  } finally {
    client.release()
  }
}

async function untilAllAsked(pool: pg.Pool): Promise<void> {
  for (;;) {
    const { rows } = await pool.query<{ asked: boolean }>(
      `SELECT count(*) = $1::integer AS asked FROM runs WHERE wait_kind = 'reply'`,
      [REPLIES],
    )
    if (rows[0]?.asked === true) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

function quantile(times: readonly number[], share: number): number {
  return [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
}
