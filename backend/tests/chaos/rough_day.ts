import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Api } from '../support/api.ts'
import { eventually } from '../support/processes.ts'
import { Stack } from '../support/stack.ts'
import { audit, type Audit } from './audit.ts'
import { Monkey, type Mischief } from './monkey.ts'
import { makeDurable } from './postgres_crash.ts'
import { startRoughCarrier, type RoughCarrier } from './rough_carrier.ts'

export interface RoughDay {
  contacts: number
  /** Each contact gets so many, one after the other. */
  textsEach: number
  workers: number
  /** Between two texts of a run, as an ISO duration; null: none. */
  pause: string | null
  /** After this long, a run goes on without a text that is unknown; null: it waits. */
  grace: string | null
  /** What the monkey does, in this order, and again from the start while there is work. */
  mischief: readonly Mischief[]
  /** Between two mischiefs, in milliseconds. */
  pauseMs: () => number
  frozenMs: () => number
  /** Calm once so large a share of the texts has been taken. */
  until: number
  redis?: boolean
  /** How long everybody has to come to rest, in milliseconds. */
  restMs: number
  say?: (line: string) => void
}

export interface RoughReport extends Audit {
  done: Record<Mischief, number>
  /** From the first enrolment to rest, in seconds. */
  seconds: number
}

/** Trouble comes after each hundredth of the work, or when nothing has moved for so long. */
const STEP = 0.01
const PATIENCE_MS = 6_000

type Cleanup = (callback: () => Promise<void>) => void

/** Lives through a day on which everything goes wrong at once, and lays the carrier's record beside ours. */
export async function liveThrough(day: RoughDay, cleanup: Cleanup): Promise<RoughReport> {
  const say = day.say ?? (() => undefined)
  const carrier = await startRoughCarrier({ isMoody: true })
  cleanup(() => carrier.stop())
  const stack = await Stack.start({ workers: day.workers, demo: false, env: carrier.env, redis: day.redis ?? false })
  cleanup(() => stack.stop())
  const db = new pg.Pool({ connectionString: stack.databaseUrl, max: 3 })
  db.on('error', () => undefined)
  cleanup(() => db.end())
  await makeDurable(db)
  const api = await stack.api()
  await eventually('the workers are up', () => stack.workers.every((worker) => worker.output.includes('Working.')))
  const begun = performance.now()
  await enrolAll(day, { api, db })
  say(`${day.contacts} runs have begun`)
  const monkey = new Monkey({ stack, db, frozenMs: day.frozenMs })
  await makeTrouble(day, { db, monkey, say })
  carrier.calm()
  await monkey.calm()
  say('calm')
  await eventually('everything comes to rest', () => isAtRest(db, day.grace !== null), day.restMs)
  const seconds = (performance.now() - begun) / 1_000
  return { ...(await settledAudit(db, carrier, monkey)), done: monkey.done, seconds }
}

/** A status callback may still be on its way when all else is at rest. */
async function settledAudit(db: pg.Pool, carrier: RoughCarrier, monkey: Monkey): Promise<Audit> {
  await sleep(500)
  return audit(db, await carrier.posts(), monkey.interruptions)
}

async function makeTrouble(
  { mischief, pauseMs, until, contacts, textsEach }: RoughDay,
  { db, monkey, say }: { db: pg.Pool; monkey: Monkey; say: (line: string) => void },
): Promise<void> {
  const all = contacts * textsEach
  let sent = 0
  for (let turn = 0; ; turn++) {
    sent = await progress(db, sent + Math.ceil(all * STEP))
    if (sent >= all * until && turn >= mischief.length) return
    await sleep(pauseMs())
    const next = mischief[turn % mischief.length] ?? 'kill'
    say(`${sent} texts sent; ${next}`)
    await monkey.make(next)
  }
}

/** Waits until something has been achieved since the last mischief, but not for long. @returns texts sent */
async function progress(db: pg.Pool, wanted: number): Promise<number> {
  const end = performance.now() + PATIENCE_MS
  for (;;) {
    const sent = await countSent(db)
    if (sent >= wanted || performance.now() > end) return sent
    await sleep(100)
  }
}

async function countSent(db: pg.Pool): Promise<number> {
  try {
    const { rows } = await db.query<{ sent: number }>(
      `SELECT count(*)::integer AS sent FROM messages WHERE direction = 'outbound' AND status IN ('queued', 'sent', 'delivered')`,
    )
    return rows[0]?.sent ?? 0
  } catch {
    // Postgres is just coming back.
    return 0
  }
}

/** Whether no run can go on by itself. */
async function isAtRest(db: pg.Pool, endsAll: boolean): Promise<boolean> {
  const waits = endsAll ? '' : `AND NOT EXISTS (SELECT FROM messages m WHERE m.run_id = r.id AND m.status = 'unknown')`
  try {
    const { rows } = await db.query<{ busy: boolean }>(
      `SELECT EXISTS (SELECT FROM runs r WHERE r.status IN ('ready', 'waiting') ${waits})
         OR EXISTS (SELECT FROM messages WHERE status IN ('planned', 'held', 'sending')) AS busy`,
    )
    return rows[0]?.busy === false
  } catch {
    // Postgres is just coming back.
    return false
  }
}

async function enrolAll(day: RoughDay, { api, db }: { api: Api; db: pg.Pool }): Promise<void> {
  await api.expect(200, api.patch('/api/settings', { quietHours: { start: '00:00', end: '23:59' } }))
  const workflow = await api.expect<{ id: string }>(
    201,
    api.post('/api/workflows', { name: 'Rough', graph: graphOf(day) }),
  )
  await api.expect(201, api.post(`/api/workflows/${workflow.id}/publish`))
  const { rows } = await db.query<{ id: string }>(
    `INSERT INTO contacts (workspace_id, phone, first_name, opt_in_status, time_zone, created_at, updated_at)
     SELECT (SELECT id FROM workspaces LIMIT 1), '+1415' || (2000000 + i), 'No ' || i, 'opted_in', $2, now(), now()
     FROM generate_series(1, $1::integer) i RETURNING id`,
    [day.contacts, zoneInDaylight()],
  )
  for (let from = 0; from < rows.length; from += 1_000) {
    const contactIds = rows.slice(from, from + 1_000).map((row) => row.id)
    await api.expect(202, api.post(`/api/workflows/${workflow.id}/enroll`, { contactIds }))
  }
}

function graphOf({ textsEach, pause, grace }: RoughDay): object {
  const days = Array.from({ length: textsEach }, (_, index) => index + 1)
  const nodes = [
    { id: 'start', type: 'trigger', data: { on: 'manual' } },
    ...days.flatMap((day) => [
      ...(pause !== null && day > 1 ? [{ id: `wait${day}`, type: 'wait', data: { for: pause } }] : []),
      {
        id: `text${day}`,
        type: 'send_sms',
        data: { body: `Text ${day} for {{ contact.firstName }}. Reply STOP to opt out.` },
      },
    ]),
  ]
  return {
    schemaVersion: 1,
    name: 'Rough',
    settings: { reentry: 'never', ...(grace === null ? {} : { unknownPolicy: { after: grace, then: 'skip' } }) },
    nodes: nodes.map((node, row) => ({ ...node, position: { x: 0, y: row * 120 } })),
    edges: nodes
      .slice(1)
      .map((node, index) => ({ id: `e${index}`, source: nodes[index]?.id, sourceHandle: 'next', target: node.id })),
  }
}

/** A zone where it is about noon now: the law's own quiet hours hold for every setting. */
function zoneInDaylight(): string {
  const ahead = ((12 - new Date().getUTCHours() + 36) % 24) - 12
  // Etc zones have their sign reversed.
  return ahead === 0 ? 'Etc/UTC' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`
}
