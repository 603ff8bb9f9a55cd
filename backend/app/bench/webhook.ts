import type pg from 'pg'
import { beside, middleRound, type BenchContext, type Figure, type Round } from './figure.ts'
import type { LoadReport } from './load_child.ts'
import { onFreshDatabase } from './node_visits.ts'
import { isStop } from './signed_texts.ts'
import { startWebhookWorld, type WebhookWorld } from './webhook_world.ts'

const ROUNDS = 5
const WARM_UP_TEXTS = 2_000
const TEXTS_A_ROUND = 4_000
const CONNECTIONS = 64
/** The paced load goes on for so long, at half of what was reached. */
const PACED_SECONDS = 6
const MOST_PACED = 15_000
/** Enough that a text never waits for a connection as long as the server keeps within its limit. */
const PACED_CONNECTIONS = 256
const P99_LIMIT_MS = 50

/** Signed inbound texts stored a second, beside a bare route with one insert, and their latency at half that load. */
export async function* benchWebhook({ databaseUrl, progress }: BenchContext): AsyncGenerator<Figure> {
  yield* await onFreshDatabase(databaseUrl, async (database) => {
    progress('a server, a bare route and a load generator start')
    const world = await startWebhookWorld(database)
    try {
      return await measure(database.pool, world, progress)
    } finally {
      await world.stop()
    }
  })
}

async function measure(pool: pg.Pool, world: WebhookWorld, progress: BenchContext['progress']): Promise<Figure[]> {
  const rounds: Round[] = []
  let stored = 0
  for (let round = 0; round <= ROUNDS; round++) {
    progress(round === 0 ? 'warming up' : `round ${round} of ${ROUNDS}`)
    const count = round === 0 ? WARM_UP_TEXTS : TEXTS_A_ROUND
    const load = { first: stored, count, connections: CONNECTIONS, perSecond: null }
    // Turn about, so that whatever else the machine does falls on both.
    const peer = rateOf(await world.load({ ...load, port: world.barePort }), count)
    const value = rateOf(await world.load({ ...load, port: world.ownPort }), count)
    stored += count
    await requireStored(pool, stored)
    if (round > 0) rounds.push({ value, peer })
  }
  progress('half that load, paced')
  const { value, peer } = middleRound(rounds)
  const perSecond = value / 2
  const count = Math.min(MOST_PACED, Math.round(perSecond * PACED_SECONDS))
  const paced = await world.load({
    ...{ port: world.ownPort, first: stored, count, connections: PACED_CONNECTIONS, perSecond },
  })
  rateOf(paced, count)
  await requireStored(pool, stored + count)
  const p99 = paced.times[Math.floor(count * 0.99)] ?? Infinity
  return [
    beside(
      { bench: 'webhook', name: 'inbound_stored', value, unit: 'texts/s' },
      { name: 'bare_adonis_insert', value: peer },
    ),
    beside({ bench: 'webhook', name: 'inbound_p99', value: p99, unit: 'ms' }, { name: 'limit', value: P99_LIMIT_MS }),
  ]
}

/** Texts a second. @throws when one of them was answered otherwise than with 200: then the figure would mean nothing */
function rateOf({ statuses, seconds }: LoadReport, count: number): number {
  if (statuses['200'] !== count) throw new Error(`of ${count} texts not all were taken: ${JSON.stringify(statuses)}`)
  return count / seconds
}

const STORED = `
  SELECT (SELECT count(*) FROM messages WHERE direction = 'inbound')::integer AS messages,
    (SELECT count(*) FROM webhook_events WHERE kind = 'message' AND error IS NULL)::integer AS events,
    (SELECT sum(unread) FROM conversations)::integer AS unread,
    (SELECT count(*) FROM compliance_events e JOIN contacts c ON c.id = e.contact_id
     WHERE e.kind = 'stop' AND c.opt_in_status = 'opted_out')::integer AS stops`

/** @throws when a text that was answered is not stored, or twice, or an opt-out among them was not carried out */
async function requireStored(pool: pg.Pool, count: number): Promise<void> {
  const { rows } = await pool.query(STORED)
  const stops = Array.from({ length: count }, (_, index) => index).filter(isStop).length
  const expected = { messages: count, events: count, unread: count, stops }
  const found: unknown = rows[0]
  if (JSON.stringify(found) !== JSON.stringify(expected))
    throw new Error(`the database has ${JSON.stringify(found)} and not ${JSON.stringify(expected)}`)
}
