import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Graph } from '@soniarose/graph'
import type { MessageGateway } from '@soniarose/worker'
import type pg from 'pg'
import { TwilioGateway } from '#app/engine/gateway'
import { TwilioClients } from '#app/engine/twilio_clients'
import { createBenchWorker } from './bench_worker.ts'
import { createBenchWorld } from './bench_world.ts'
import { beside, type BenchContext, type Figure } from './figure.ts'
import { onFreshDatabase } from './node_visits.ts'
import { enrolAll, untilDone } from './walk_all.ts'

const TEXTS = 3_000
const CONCURRENCY = 64
const ACCOUNT_SID = `AC${'7'.repeat(32)}`
const AUTH_TOKEN = 'bench'
const NUMBER = '+15005550006'

/** Texts a second through the whole path to a local Twilio, beside a bare loop over the SDK with as many at a time. */
export async function* benchSend({ databaseUrl, progress }: BenchContext): AsyncGenerator<Figure> {
  const carrier = fork(fileURLToPath(new URL('carrier_child.ts', import.meta.url)), [ACCOUNT_SID, AUTH_TOKEN, NUMBER])
  const [{ url }] = (await once(carrier, 'message')) as [{ url: string }]
  try {
    progress('a bare loop over the SDK')
    const bare = await bareLoop(url)
    progress('texts through the whole path')
    const whole = await onFreshDatabase(databaseUrl, (database) => wholePath(database, url))
    yield beside(
      { bench: 'send', name: 'messages', value: whole, unit: 'messages/s' },
      { name: 'bare_sdk_loop', value: bare },
    )
  } finally {
    carrier.disconnect()
  }
}

async function bareLoop(url: string): Promise<number> {
  const { default: twilio } = await import('twilio')
  const client = twilio(ACCOUNT_SID, AUTH_TOKEN)
  client.api.baseUrl = url
  let next = 0
  const begun = performance.now()
  const one = async (): Promise<void> => {
    while (next < TEXTS) {
      next += 1
      await client.messages.create({
        from: NUMBER,
        to: `+1415${1_000_000 + next}`,
        body: 'Day 1 of joy. Reply STOP to opt out.',
      })
    }
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, one))
  return (TEXTS / (performance.now() - begun)) * 1000
}

function oneText(): Graph {
  return {
    schemaVersion: 1,
    name: 'One text',
    settings: {},
    nodes: [
      { id: 'start', type: 'trigger', position: { x: 0, y: 0 }, data: { on: 'manual' } },
      {
        id: 'text',
        type: 'send_sms',
        position: { x: 0, y: 120 },
        data: { body: 'Day 1 of joy. Reply STOP to opt out.' },
      },
    ],
    edges: [{ id: 'e1', source: 'start', sourceHandle: 'next', target: 'text' }],
  }
}

async function wholePath(database: { pool: pg.Pool; url: string }, carrierUrl: string): Promise<number> {
  const { pool } = database
  const world = await createBenchWorld(pool, TEXTS, oneText())
  await pool.query('UPDATE senders SET account_sid = $1', [ACCOUNT_SID])
  await enrolAll(pool, world, TEXTS)
  const { worker, stop } = createBenchWorker(
    database,
    { gateway: gatewayTo(pool, carrierUrl), redisUrl: null },
    { sends: CONCURRENCY },
  )
  await worker.start()
  const elapsed = await untilDone(pool)
  await stop()
  return (TEXTS / elapsed) * 1000
}

function gatewayTo(pool: pg.Pool, url: string): MessageGateway {
  const clients = new TwilioClients({ pool, openSecret: () => AUTH_TOKEN, apiBaseUrl: url, emulatorUrl: url })
  return new TwilioGateway({ clients, publicUrl: url, apiBaseUrl: url, emulatorUrl: url, mediaUrls: async () => [] })
}
