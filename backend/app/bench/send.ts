import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Graph } from '@soniarose/graph'
import type { MessageGateway } from '@soniarose/worker'
import { BullDoorbell } from '@soniarose/worker/queue'
import type pg from 'pg'
import { TwilioGateway } from '#app/engine/gateway'
import { TwilioClients } from '#app/engine/twilio_clients'
import type { BenchDatabase } from './bench_database.ts'
import { createBenchWorker } from './bench_worker.ts'
import { createBenchWorld, type BenchWorld } from './bench_world.ts'
import { beside, middleRound, type BenchContext, type Figure, type Round } from './figure.ts'
import { onFreshDatabase } from './node_visits.ts'
import { enrolAll, untilEnded } from './walk_all.ts'

const ROUNDS = 5
/** Until the compiler has done with both. */
const WARM_UPS = 2
const TEXTS = 10_000
const CONCURRENCY = 64
const ACCOUNT_SID = `AC${'7'.repeat(32)}`
const AUTH_TOKEN = 'bench'
const NUMBER = '+15005550006'
const BODY = 'Day 1 of joy. Reply STOP to opt out.'

/** Texts a second through the whole path to a local Twilio, beside a bare loop over the SDK with as many at a time. */
export async function* benchSend({ databaseUrl, progress }: BenchContext): AsyncGenerator<Figure> {
  const carrier = fork(fileURLToPath(new URL('carrier_child.ts', import.meta.url)), [ACCOUNT_SID, AUTH_TOKEN, NUMBER])
  const [{ url }] = (await once(carrier, 'message')) as [{ url: string }]
  try {
    const { value, peer } = await onFreshDatabase(databaseUrl, (database) => measure(database, url, progress))
    yield beside({ bench: 'send', name: 'messages', value, unit: 'messages/s' }, { name: 'bare_sdk_loop', value: peer })
  } finally {
    carrier.disconnect()
  }
}

/** Turn about, so that whatever else the machine does falls on both. */
async function measure(database: BenchDatabase, url: string, progress: BenchContext['progress']): Promise<Round> {
  const world = await createBenchWorld(database.pool, TEXTS, oneText())
  await database.pool.query('UPDATE senders SET account_sid = $1', [ACCOUNT_SID])
  const gateway = gatewayTo(database.pool, url)
  const { worker, stop } = createBenchWorker(database, { gateway, redisUrl: null }, { sends: CONCURRENCY })
  const bell = new BullDoorbell({ databaseUrl: database.url, redisUrl: null, onHealth: () => undefined })
  await worker.start()
  try {
    const bare = await bareLoop(url)
    const rounds: Round[] = []
    for (let round = 1; round <= WARM_UPS + ROUNDS; round++) {
      progress(round > WARM_UPS ? `round ${round - WARM_UPS} of ${ROUNDS}` : 'warming up')
      const peer = await bare()
      const value = await wholePath(database.pool, world, { round, ring: () => bell.ring('runs') })
      if (round > WARM_UPS) rounds.push({ value, peer })
    }
    return middleRound(rounds)
  } finally {
    await bell.stop()
    await stop()
  }
}

/** @returns what sends as many texts as fast as the SDK can, and says how many a second */
async function bareLoop(url: string): Promise<() => Promise<number>> {
  const { default: twilio } = await import('twilio')
  const client = twilio(ACCOUNT_SID, AUTH_TOKEN)
  client.api.baseUrl = url
  return async () => {
    let next = 0
    const begun = performance.now()
    const one = async (): Promise<void> => {
      for (let at = next++; at < TEXTS; at = next++)
        await client.messages.create({ from: NUMBER, to: `+1415${1_000_000 + at}`, body: BODY })
    }
    await Promise.all(Array.from({ length: CONCURRENCY }, one))
    return (TEXTS / (performance.now() - begun)) * 1000
  }
}

/** From the moment at which everybody is enrolled to the end of the last run. */
async function wholePath(pool: pg.Pool, world: BenchWorld, { round, ring }: Beginning): Promise<number> {
  await enrolAll(pool, world, TEXTS)
  ring()
  const elapsed = await untilEnded(pool, world, round * TEXTS)
  await requireSent(pool)
  return (TEXTS / elapsed) * 1000
}

interface Beginning {
  /** From 1, warm-ups counted. */
  round: number
  ring: () => void
}

/** @throws when a text was not sent after all: then the figure would mean nothing */
async function requireSent(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ unsent: number }>(
    `SELECT count(*)::integer AS unsent FROM messages WHERE provider_sid IS NULL OR status <> 'queued'`,
  )
  if (rows[0]?.unsent !== 0) throw new Error(`${rows[0]?.unsent} texts were not sent`)
}

function oneText(): Graph {
  return {
    schemaVersion: 1,
    name: 'One text',
    settings: { reentry: 'always' },
    nodes: [
      { id: 'start', type: 'trigger', position: { x: 0, y: 0 }, data: { on: 'manual' } },
      {
        id: 'text',
        type: 'send_sms',
        position: { x: 0, y: 120 },
        data: { body: BODY },
      },
    ],
    edges: [{ id: 'e1', source: 'start', sourceHandle: 'next', target: 'text' }],
  }
}

function gatewayTo(pool: pg.Pool, url: string): MessageGateway {
  const clients = new TwilioClients({ pool, openSecret: () => AUTH_TOKEN, apiBaseUrl: url, emulatorUrl: url })
  return new TwilioGateway({ clients, publicUrl: url, apiBaseUrl: url, emulatorUrl: url, mediaUrls: async () => [] })
}
