import pg from 'pg'
import type { Api } from '../../support/api.ts'
import { startCarrier, type Carrier } from '../../support/carrier.ts'
import { Stack } from '../../support/stack.ts'

/** A product without a demo, whose one workflow sends five texts in a row to everybody who is enrolled. */
export interface Bulk {
  stack: Stack
  carrier: Carrier
  api: Api
  db: pg.Pool
  workspaceId: string
  workflowId: string
}

const NODES = [
  { id: 'start', type: 'trigger', data: { on: 'manual' } },
  ...[1, 2, 3, 4, 5].map((day) => ({
    id: `text${day}`,
    type: 'send_sms',
    data: { body: `Text ${day} for {{ contact.firstName }}. Reply STOP to opt out.` },
  })),
]

export function graphOf(nodes: readonly { id: string; type: string; data: object }[]): object {
  return {
    schemaVersion: 1,
    name: 'Five texts',
    settings: { reentry: 'never' },
    nodes: nodes.map((node, row) => ({ ...node, position: { x: 0, y: row * 120 } })),
    edges: nodes
      .slice(1)
      .map((node, index) => ({ id: `e${index}`, source: nodes[index]?.id, sourceHandle: 'next', target: node.id })),
  }
}

export async function startBulk(
  cleanup: (callback: () => Promise<void>) => void,
  options: { workers?: number; redis?: boolean; redisUrl?: string } = {},
): Promise<Bulk> {
  const carrier = await startCarrier()
  cleanup(() => carrier.emulator.close())
  const { redisUrl, ...rest } = options
  const env = { ...carrier.env, ...(redisUrl ? { REDIS_URL: redisUrl } : {}) }
  const stack = await Stack.start({ ...rest, demo: false, env })
  cleanup(() => stack.stop())
  carrier.deliverTo(stack.url)
  const api = await stack.api()
  const db = new pg.Pool({ connectionString: stack.databaseUrl, max: 2 })
  db.on('error', () => undefined)
  cleanup(() => db.end())
  await api.expect(200, api.patch('/api/settings', { quietHours: { start: '00:00', end: '23:59' } }))
  const workflow = await api.expect<{ id: string }>(
    201,
    api.post('/api/workflows', { name: 'Five texts', graph: graphOf(NODES) }),
  )
  await api.expect(201, api.post(`/api/workflows/${workflow.id}/publish`))
  const { rows } = await db.query<{ id: string }>('SELECT id FROM workspaces LIMIT 1')
  return { stack, carrier, api, db, workspaceId: rows[0]?.id ?? '', workflowId: workflow.id }
}

/** Contacts who have consented, in a zone where it is day; and their enrolment. */
export async function enrolMany({ api, db, workspaceId, workflowId }: Bulk, count: number): Promise<void> {
  const { rows } = await db.query<{ id: string }>(
    `INSERT INTO contacts (workspace_id, phone, first_name, opt_in_status, time_zone, created_at, updated_at)
     SELECT $1, '+1415' || (5550000 + i), 'No ' || i, 'opted_in', $3, now(), now() FROM generate_series(1, $2::integer) i RETURNING id`,
    [workspaceId, count, zoneInDaylight()],
  )
  const answer = await api.expect<{ enrolled: number }>(
    202,
    api.post(`/api/workflows/${workflowId}/enroll`, { contactIds: rows.map((row) => row.id) }),
  )
  if (answer.enrolled !== count) throw new Error(`${answer.enrolled} of ${count} were enrolled`)
}

/** A zone where it is about noon now: the law's own quiet hours hold for every setting. */
function zoneInDaylight(): string {
  const hour = new Date().getUTCHours()
  const ahead = ((12 - hour + 36) % 24) - 12
  // Etc zones have their sign reversed.
  return ahead === 0 ? 'Etc/UTC' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`
}

export interface Ledgers {
  /** Texts that the carrier accepted, by message id. */
  accepted: Map<string, number>
  statuses: Map<string, number>
  runs: Map<string, number>
}

/** What we say has become of our texts and runs, and how often the carrier has accepted each text. */
export async function readLedgers({ carrier, db }: Bulk): Promise<Ledgers> {
  const texts = await db.query<{ id: string; status: string; body: string; to_address: string }>(
    `SELECT id, status, body, to_address FROM messages WHERE direction = 'outbound'`,
  )
  const heard = new Map<string, number>()
  for (const phone of new Set(texts.rows.map((row) => row.to_address))) {
    for (const body of carrier.textsTo(phone)) heard.set(`${phone} ${body}`, (heard.get(`${phone} ${body}`) ?? 0) + 1)
  }
  const runs = await db.query<{ status: string; count: number }>(
    'SELECT status, count(*)::integer FROM runs GROUP BY 1',
  )
  return {
    accepted: new Map(texts.rows.map((row) => [row.id, heard.get(`${row.to_address} ${row.body}`) ?? 0])),
    statuses: countBy(texts.rows.map((row) => row.status)),
    runs: new Map(runs.rows.map((row) => [row.status, row.count])),
  }
}

function countBy(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}

/** Whether no run can go on by itself: each is over, or waits for the answer to an unknown text. */
export async function isAtRest({ db }: Bulk): Promise<boolean> {
  const { rows } = await db.query<{ busy: number }>(
    `SELECT count(*)::integer AS busy FROM runs r WHERE r.status IN ('ready', 'waiting')
       AND NOT EXISTS (SELECT FROM messages m WHERE m.run_id = r.id AND m.status = 'unknown')`,
  )
  return rows[0]?.busy === 0
}
