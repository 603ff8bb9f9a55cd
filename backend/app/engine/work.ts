import type { WorkerReport } from '@soniarose/worker'
import type { Env } from '#app/core/env'
import { createSecretBox } from '#app/core/secret_box'
import { mediaUrlsFor } from '#app/media/media_urls'
import { CheckedEgress } from '#app/outside/http_egress'
import { SandboxedPlugins } from '#app/outside/sandboxed_plugins'
import { keepReconciling } from '#app/reconcile/keep_reconciling'
import { ProviderEraser } from '#app/privacy/erase_at_provider'
import { ProviderReader } from '#app/reconcile/provider_reader'
import { keepTables } from '#app/retention/keep_tables'
import { hearOfSenders } from '#app/senders/sender_news'
import { createWorker } from './create_worker.ts'
import { emulatorUrlOf } from './emulator_url.ts'
import { TwilioGateway } from './gateway.ts'
import { createEnginePool } from './pool.ts'
import { TwilioClients } from './twilio_clients.ts'
import { beatHeart } from './worker_heart.ts'

/** Contract: a stop takes at most this long; what is under way by then is found by its deadline. */
const STOP_WITHIN_MS = 20_000
const CONNECTIONS = 10

/** Runs a worker as a process of its own, until it is told to end. */
export async function work(env: Env): Promise<void> {
  const pool = createEnginePool({
    databaseUrl: env.databaseUrl,
    name: 'soniarose worker',
    max: CONNECTIONS,
    onError: (error) => say(`A database connection was lost: ${error.message}`),
  })
  const secrets = createSecretBox(env.appKey)
  const { twilioApiBaseUrl: apiBaseUrl } = env
  const emulatorUrl = emulatorUrlOf(env)
  const clients = new TwilioClients({ pool, openSecret: (sealed) => secrets.open(sealed), apiBaseUrl, emulatorUrl })
  const worker = createWorker({
    pool,
    databaseUrl: env.databaseUrl,
    redisUrl: env.redisUrl,
    dataDir: env.dataDir,
    reporter: { report },
    plugins: new SandboxedPlugins(pool, (sealed) => secrets.open(sealed)),
    egress: new CheckedEgress(),
    gateway: new TwilioGateway({
      clients,
      publicUrl: env.publicUrl,
      apiBaseUrl,
      emulatorUrl,
      mediaUrls: ({ workspaceId, mediaIds }) =>
        mediaUrlsFor(
          { query: async (sql, params) => (await pool.query(sql, [...(params ?? [])])).rows },
          workspaceId,
          mediaIds,
        ),
    }),
  })
  const heart = beatHeart(pool, () => worker.inFlight)
  const news = hearOfSenders(env.databaseUrl, (senderId) => clients.forget(senderId))
  await worker.start()
  const keeping = keepReconciling(
    { pool, provider: new ProviderReader(clients), eraser: new ProviderEraser(clients) },
    say,
  )
  const tables = keepTables(env.databaseUrl, say)
  process.send?.({ ready: true })
  await told()
  setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref()
  await Promise.all([worker.stop(), keeping.stop(), tables.stop(), news.stop()])
  await heart.stop()
  await pool.end()
  process.disconnect?.()
}

/** Resolves at the first signal to stop, or when the process that started this one is gone. */
function told(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', resolve)
    process.once('SIGINT', resolve)
    process.once('disconnect', resolve)
  })
}

function say(line: string): void {
  process.stderr.write(`${line}\n`)
}

const PARTS: Record<string, string> = {
  queue: 'The queue does not answer; workers look for their work by themselves until it is back',
  journal: 'A journal of a former worker could not be settled; its texts are settled by their deadlines',
}

function report(news: WorkerReport): void {
  switch (news.kind) {
    case 'started':
      return void process.stdout.write('Working.\n')
    case 'stopping':
    case 'stopped':
      return
    case 'problem':
      return say(
        `${PARTS[news.part] ?? `The database does not answer (${news.part}); nothing is lost, it goes on when it is back`}: ${news.message}`,
      )
    case 'recovered':
      return say(`Well again: ${news.part}.`)
    case 'poison':
      return say(`Run ${news.runId} was set aside as failed: ${news.reason}`)
    case 'left':
      return say(news.reason)
    case 'reconciled':
      return say(
        `After a worker's sudden end: ${news.takenBack} texts go out now that had not, ${news.givenUp} are unknown.`,
      )
    case 'unknown':
      return say(`${news.count} texts are unknown: whether the carrier has them will be found out.`)
  }
}
