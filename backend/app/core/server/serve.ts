import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { ApplicationService } from '@adonisjs/core/types'
import { closePool } from '#app/core/db'
import { stopDoorbell } from '#app/core/doorbell'
import { env } from '#app/core/env'
import { createIgnitor } from '#app/core/server/application'
import { mountEmulator } from '#app/core/server/emulator_mount'
import { startLive, stopLive } from '#app/live/hub'
import { startMediaKeeping, stopMediaKeeping } from '#app/media/keeping'
import { installBuiltInPlugins } from '#app/plugins/built_in'
import { startMigrationKeeping, stopMigrationKeeping } from '#app/run_migrations/keeping'

type Handler = (request: IncomingMessage, response: ServerResponse) => unknown

/** How long requests under way may take once the server is told to stop. */
const GRACE_MS = 5_000

/** What runs, and how to end it. */
export interface Running {
  port: number
  stop: () => Promise<void>
}

function explain(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE')
    return `Port ${env().port} is taken; stop what listens there, or choose another: PORT=3002 node ace.js start`
  if (code === 'EACCES') return `Port ${env().port} needs rights that this user does not have; choose one above 1023.`
  if (code === 'ECONNREFUSED')
    return 'The database at DATABASE_URL does not answer; start it, or unset DATABASE_URL for the embedded one.'
  if (code === '42P01') return 'The database has no tables yet; run: node ace.js migrate'
  return error instanceof Error ? error.message : String(error)
}

/** Starts the server of `env()` and everything that lives in its process. */
export async function startServer(): Promise<Running> {
  await installBuiltInPlugins()
  const emulator = await mountEmulator()
  process.env.PORT = String(env().port)
  process.env.HOST = env().host
  const ignitor = createIgnitor()
  let app: ApplicationService | undefined
  ignitor.tap((application) => {
    app = application
  })
  let server: Server | undefined
  await ignitor.httpServer().start((handler: Handler) => {
    server = createServer((request, response) =>
      emulator.handles(request) ? emulator.handle(request, response) : void handler(request, response),
    )
    return server
  })
  const address = server?.address()
  const port = typeof address === 'object' && address !== null ? address.port : env().port
  emulator.listensOn(port)
  await startLive()
  startMediaKeeping()
  startMigrationKeeping()
  return {
    port,
    stop: async () => {
      stopMediaKeeping()
      stopMigrationKeeping()
      // Streams first: an open one would keep the server from closing.
      await stopLive()
      setTimeout(() => server?.closeAllConnections(), GRACE_MS).unref()
      await app?.terminate()
      await emulator.stop()
      await stopDoorbell()
      await closePool()
    },
  }
}

function stopOnSignals(running: Running): void {
  let ending = false
  const end = () => {
    if (ending) return
    ending = true
    // Requests under way get a moment; a process that can't end itself is ended.
    setTimeout(() => process.exit(1), 8_000).unref()
    running.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
  // The process that started us is gone: so are we.
  process.on('disconnect', end)
}

/** Starts the server as a process of its own: says what went wrong in a sentence, ends when told. */
export async function serve(): Promise<void> {
  try {
    const running = await startServer()
    stopOnSignals(running)
    process.send?.({ ready: true, port: running.port })
    process.stdout.write(`Serving ${env().publicUrl} on ${env().host}:${running.port}\n`)
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`)
    process.exit(1)
  }
}
