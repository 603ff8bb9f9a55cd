import pg from 'pg'
import type { Api } from '../../support/api.ts'
import { startCarrier, type Carrier } from '../../support/carrier.ts'
import { Stack } from '../../support/stack.ts'

/** The product with a carrier of its own, round the clock, without a demo. */
export interface Texting {
  stack: Stack
  carrier: Carrier
  api: Api
  db: pg.Pool
  workspaceId: string
}

type Cleanup = (callback: () => Promise<void>) => void

export async function startTexting(
  cleanup: Cleanup,
  env: Record<string, string> = {},
  carrierOptions: Parameters<typeof startCarrier>[0] = {},
): Promise<Texting> {
  const carrier = await startCarrier(carrierOptions)
  cleanup(() => carrier.emulator.close())
  const stack = await Stack.start({ demo: false, env: { ...carrier.env, ...env } })
  cleanup(() => stack.stop())
  carrier.deliverTo(stack.url)
  const api = await stack.api()
  const db = new pg.Pool({ connectionString: stack.databaseUrl, max: 2 })
  db.on('error', () => undefined)
  cleanup(() => db.end())
  await api.expect(200, api.patch('/api/settings', { quietHours: { start: '00:00', end: '23:59' } }))
  const { rows } = await db.query<{ id: string }>('SELECT id FROM workspaces LIMIT 1')
  return { stack, carrier, api, db, workspaceId: rows[0]?.id ?? '' }
}

interface Node {
  id: string
  type: string
  data: object
}

/** A graph of nodes one after the other. */
export const inARow = (nodes: readonly Node[]): object => ({
  schemaVersion: 1,
  name: 'In a row',
  settings: { reentry: 'always' },
  nodes: nodes.map((node, row) => ({ ...node, position: { x: 0, y: row * 120 } })),
  edges: nodes
    .slice(1)
    .map((node, index) => ({ id: `e${index}`, source: nodes[index]?.id, sourceHandle: 'next', target: node.id })),
})

/** A live workflow. */
export async function goLive(api: Api, nodes: readonly Node[]): Promise<string> {
  const { id } = await api.expect<{ id: string }>(
    201,
    api.post('/api/workflows', { name: 'In a row', graph: inARow(nodes) }),
  )
  await api.expect(201, api.post(`/api/workflows/${id}/publish`))
  return id
}

/** Contacts who have consented, straight into the tables. */
export async function addContacts({ db, workspaceId }: Texting, count: number): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `INSERT INTO contacts (workspace_id, phone, first_name, opt_in_status, created_at, updated_at)
     SELECT $1, '+1415' || (5550000 + i), 'No ' || i, 'opted_in', now(), now() FROM generate_series(1, $2::integer) i RETURNING id`,
    [workspaceId, count],
  )
  return rows.map((row) => row.id)
}

/** How many rows a statement that counts finds. */
export async function count({ db }: Texting, from: string, values: unknown[] = []): Promise<number> {
  const { rows } = await db.query<{ n: number }>(`SELECT count(*)::integer AS n FROM ${from}`, values)
  return rows[0]?.n ?? 0
}
