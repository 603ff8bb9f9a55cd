import { PassThrough, type Readable } from 'node:stream'
import pg from 'pg'
import { db } from '#app/core/db'
import { env } from '#app/core/env'

/** What can change under a browser's eyes; it then asks again for what it shows of it. */
export type Topic =
  | 'contacts'
  | 'workflows'
  | 'runs'
  | 'messages'
  | 'conversations'
  | 'compliance'
  | 'media'
  | 'calls'
  | 'settings'
  | 'clock'
  | 'segments'
  | 'imports'

const CHANNEL = 'soniarose_live'
/** News of a workspace is gathered this long, so that a thousand changes are four messages a second. */
const GATHER_MS = 250
/** Keeps proxies from closing a quiet stream. */
const HEARTBEAT_MS = 25_000
const STREAMS_PER_WORKSPACE = 200

const streams = new Map<string, Set<PassThrough>>()
const gathered = new Map<string, Set<string>>()
let listener: pg.Client | null = null
let stopping = false
let heartbeat: NodeJS.Timeout | undefined
let reconnect: NodeJS.Timeout | undefined

function fanOut(payload: string): void {
  const news = JSON.parse(payload) as { w?: unknown; t?: unknown }
  if (typeof news.w !== 'string' || !Array.isArray(news.t)) return
  const line = `data: ${JSON.stringify({ topics: news.t })}\n\n`
  for (const stream of streams.get(news.w) ?? []) stream.write(line)
}

const ALL_TOPICS: Topic[] = [
  'contacts',
  'workflows',
  'runs',
  'messages',
  'conversations',
  'compliance',
  'media',
  'calls',
  'settings',
  'clock',
  'segments',
  'imports',
]

/** Everything may have changed while nobody listened. */
function tellAllToRefresh(): void {
  for (const set of streams.values())
    for (const stream of set) stream.write(`data: ${JSON.stringify({ topics: ALL_TOPICS })}\n\n`)
}

async function listen(): Promise<void> {
  const client = new pg.Client({
    connectionString: env().databaseUrl,
    keepAlive: true,
    application_name: 'soniarose-live',
  })
  const again = () => {
    if (listener !== client) return
    listener = null
    client.end().catch(() => undefined)
    if (!stopping) reconnect = setTimeout(() => void listen(), 1_000)
  }
  listener = client
  client.on('error', again)
  client.on('end', again)
  client.on('notification', (message) => {
    if (message.payload !== undefined) fanOut(message.payload)
  })
  try {
    await client.connect()
    await client.query(`LISTEN ${CHANNEL}`)
    tellAllToRefresh()
  } catch {
    // The database is away; `again` tries every second until it is back.
    again()
  }
}

/** Begins to pass on what worker and servers announce; survives the database's absence. */
export async function startLive(): Promise<void> {
  stopping = false
  heartbeat = setInterval(() => {
    for (const set of streams.values()) for (const stream of set) stream.write(': still here\n\n')
  }, HEARTBEAT_MS)
  heartbeat.unref()
  await listen()
}

/** Ends all streams and the listening connection. */
export async function stopLive(): Promise<void> {
  stopping = true
  clearInterval(heartbeat)
  clearTimeout(reconnect)
  for (const set of streams.values()) for (const stream of set) stream.end()
  streams.clear()
  const client = listener
  listener = null
  await client?.end()
}

/** A browser's stream of a workspace's news; null when the workspace has too many open already. */
export function openStream(workspaceId: string): Readable | null {
  const set = streams.get(workspaceId) ?? new Set<PassThrough>()
  if (set.size >= STREAMS_PER_WORKSPACE) return null
  streams.set(workspaceId, set)
  const stream = new PassThrough()
  stream.write('retry: 2000\n\n')
  set.add(stream)
  stream.on('close', () => {
    set.delete(stream)
    if (set.size === 0 && streams.get(workspaceId) === set) streams.delete(workspaceId)
  })
  return stream
}

/** Announces a change to everybody who looks at the workspace, on every server. Call it after the commit. */
export function announce(workspaceId: string, ...topics: Topic[]): void {
  const waiting = gathered.get(workspaceId)
  if (waiting !== undefined) {
    for (const topic of topics) waiting.add(topic)
    return
  }
  gathered.set(workspaceId, new Set(topics))
  setTimeout(() => {
    const news = [...(gathered.get(workspaceId) ?? [])]
    gathered.delete(workspaceId)
    db.query('SELECT pg_notify($1, $2)', [CHANNEL, JSON.stringify({ w: workspaceId, t: news })]).catch((error: Error) =>
      process.stderr.write(`a live update was not sent: ${error.message}\n`),
    )
  }, GATHER_MS).unref()
}
