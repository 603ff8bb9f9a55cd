import { redisAnswers } from '@soniarose/worker/queue'
import { z } from 'zod'
import { db, pool } from '#app/core/db'
import { queueTrouble } from '#app/core/doorbell'
import { env } from '#app/core/env'
import { answer, definePublic } from '#app/core/http/route'
import { countWorkers } from '#app/engine/worker_heart'
import { mediaStore } from '#app/media/store'

type Verdict = 'ok' | 'degraded' | 'down'

const check = z.enum(['ok', 'degraded', 'down'])
const health = z
  .object({
    status: z.enum(['ok', 'degraded', 'down']),
    checks: z.object({ database: check, queue: check, worker: check, twilio: check, storage: check }),
    details: z.record(z.string(), z.string()).meta({ description: 'What is wrong, or noteworthy, in words' }),
  })
  .meta({ id: 'Health' })

interface Check {
  status: Verdict
  detail?: string
}

const DEADLINE_MS = 2_000
/** Touching the store on each look would cost more than it tells. */
const STORE_EVERY_MS = 30_000

/** A check that doesn't answer in time has failed. */
async function inTime<Value>(work: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, refuse) => {
    timer = setTimeout(() => refuse(new Error('no answer in time')), DEADLINE_MS)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

async function database(): Promise<Check> {
  try {
    await inTime(db.query('SELECT 1'))
    return { status: 'ok' }
  } catch {
    return { status: 'down', detail: 'The database does not answer.' }
  }
}

async function worker(): Promise<Check> {
  try {
    const count = await inTime(countWorkers(pool()))
    return count > 0 ? { status: 'ok' } : { status: 'degraded', detail: 'No worker is running: node ace.js worker' }
  } catch {
    return { status: 'down', detail: 'The database does not answer.' }
  }
}

let storage: { at: number; check: Check } | null = null

async function store(): Promise<Check> {
  if (storage !== null && Date.now() - storage.at < STORE_EVERY_MS) return storage.check
  const seen: Check = await inTime(mediaStore().then((one) => one.check())).then(
    () => ({ status: 'ok' as const }),
    () => ({
      status: 'degraded' as const,
      detail: 'Files can not be kept now: the disk is full or the store does not answer.',
    }),
  )
  storage = { at: Date.now(), check: seen }
  return seen
}

async function queue(): Promise<Check> {
  const { redisUrl } = env()
  const answers = redisUrl === null ? queueTrouble() === null : await redisAnswers(redisUrl)
  return answers
    ? { status: 'ok' }
    : { status: 'degraded', detail: 'The queue does not answer; workers look by themselves every second.' }
}

function twilio(): Check {
  const { twilioApiBaseUrl, twilio: account } = env()
  if (twilioApiBaseUrl !== null) return { status: 'ok', detail: 'Calls go to TWILIO_API_BASE_URL.' }
  return { status: 'ok', detail: account === null ? 'The local Twilio.' : 'An account is set.' }
}

export const healthRoutes = [
  definePublic(
    {
      method: 'GET',
      path: '/api/health',
      summary: 'How the installation is; 503 when it is down',
      responses: { 200: health, 503: health },
    },
    async () => {
      const [base, bell, hands, files] = await Promise.all([database(), queue(), worker(), store()])
      const found = { database: base, queue: bell, worker: hands, twilio: twilio(), storage: files }
      const details = Object.fromEntries(
        Object.entries(found).flatMap(([name, { detail }]) => (detail === undefined ? [] : [[name, detail]])),
      )
      const checks = {
        database: found.database.status,
        queue: found.queue.status,
        worker: found.worker.status,
        twilio: found.twilio.status,
        storage: found.storage.status,
      }
      if (base.status === 'down') return answer(503, { status: 'down', checks, details })
      const well = Object.values(checks).every((one) => one === 'ok')
      return answer(200, { status: well ? 'ok' : 'degraded', checks, details })
    },
  ),
  definePublic(
    {
      method: 'GET',
      path: '/api/health/live',
      summary: 'The process answers',
      responses: { 200: z.object({ status: z.literal('ok') }) },
    },
    async () => answer(200, { status: 'ok' }),
  ),
  definePublic(
    {
      method: 'GET',
      path: '/api/health/ready',
      summary: 'Requests can be served: the database answers',
      responses: { 200: z.object({ status: z.literal('ok') }), 503: z.object({ status: z.literal('down') }) },
    },
    async () => ((await database()).status === 'ok' ? answer(200, { status: 'ok' }) : answer(503, { status: 'down' })),
  ),
]
