import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createSecretBox } from '#app/core/secret_box'
import type { BenchDatabase } from './bench_database.ts'
import { createBenchWorld } from './bench_world.ts'
import type { Load, LoadReport } from './load_child.ts'
import { ACCOUNT_SID, AUTH_TOKEN, KNOWN_CONTACTS, NUMBER, PUBLIC_URL } from './signed_texts.ts'

/** What takes texts, and what sends them, each as a process of its own. */
export interface WebhookWorld {
  /** The server as it is run. */
  ownPort: number
  /** A route of AdonisJS with one insert. */
  barePort: number
  load(load: Load): Promise<LoadReport>
  stop(): Promise<void>
}

/** A load that takes longer has lost its server. */
const LOAD_WITHIN_MS = 120_000
const APP_KEY = 'a key for measurements that is long enough'

/** Fills an empty database and starts everything. */
export async function startWebhookWorld({ pool, url }: BenchDatabase): Promise<WebhookWorld> {
  await createBenchWorld(pool, KNOWN_CONTACTS)
  const credentials = createSecretBox(APP_KEY).seal(AUTH_TOKEN)
  await pool.query('UPDATE senders SET account_sid = $1, credentials = $2, phone = $3', [
    ...[ACCOUNT_SID, credentials, NUMBER],
  ])
  await pool.query(
    'CREATE TABLE bare_texts (id uuid PRIMARY KEY DEFAULT uuidv7(), body jsonb NOT NULL, at timestamptz NOT NULL DEFAULT now())',
  )
  const dataDir = mkdtempSync(join(tmpdir(), 'soniarose-bench-'))
  const ownPort = await freePort()
  const barePort = await freePort()
  const settings = {
    ...{ NODE_ENV: 'production', DATABASE_URL: url, REDIS_URL: '', HOST: '127.0.0.1', PUBLIC_URL },
    ...{ APP_KEY, SONIAROSE_DATA_DIR: dataDir },
  }
  const children = await Promise.all([
    startChild(new URL('../../bin/serve.ts', import.meta.url), { ...settings, PORT: String(ownPort) }, ['serve']),
    startChild(new URL('bare_route_child.ts', import.meta.url), { ...settings, PORT: String(barePort) }),
    startChild(new URL('load_child.ts', import.meta.url), {}),
  ])
  return {
    ownPort,
    barePort,
    load: (load) => askFor(children[2], load),
    stop: async () => {
      await Promise.all(children.map(stopChild))
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

async function startChild(file: URL, env: Record<string, string>, args: string[] = []): Promise<ChildProcess> {
  const child = fork(fileURLToPath(file), args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`${file.pathname} ended by itself with ${String(code)}`)
  })
  await Promise.race([once(child, 'message'), failed])
  // From here on its end is the end that it was told to take; before, the race has thrown.
  failed.catch(() => undefined)
  return child
}

async function askFor(child: ChildProcess, load: Load): Promise<LoadReport> {
  const report = once(child, 'message', { signal: AbortSignal.timeout(LOAD_WITHIN_MS) })
  child.send(load)
  return ((await report) as [LoadReport])[0]
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const gone = once(child, 'exit')
  child.disconnect()
  await gone
}

/** A port that nothing listens on, as far as one can know. */
async function freePort(): Promise<number> {
  const server = createServer()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address !== null ? address.port : 0
}
