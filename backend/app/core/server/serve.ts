import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { ApplicationService } from '@adonisjs/core/types'
import { closePool } from '#app/core/db'
import { env } from '#app/core/env'
import { createIgnitor } from '#app/core/server/application'
import { mountEmulator } from '#app/core/server/emulator_mount'
import { startLive, stopLive } from '#app/live/hub'
import { installBuiltInPlugins } from '#app/plugins/built_in'

type Handler = (request: IncomingMessage, response: ServerResponse) => unknown

/** The path under which the local Twilio answers, beside the application. */
const EMULATOR_PATH = '/dev/twilio'

/** What runs, and how to end it. */
export interface Running {
  server: Server
  port: number
  stop: () => Promise<void>
}

function explain(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE') return `Port ${env().port} is taken; stop what listens there, or choose another: PORT=3002 node ace.js start`
  if (code === 'EACCES') return `Port ${env().port} needs rights that this user does not have; choose one above 1023.`
  return error instanceof Error ? error.message : String(error)
}

function stopOnSignals(app: ApplicationService): void {
  let ending = false
  const end = () => {
    if (ending) return
    ending = true
    // Requests under way get a moment; a process that can't end itself is ended.
    setTimeout(() => process.exit(1), 8_000).unref()
    void app.terminate().finally(() => process.exit(0))
  }
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
  // The process that started us is gone: so are we.
  process.on('disconnect', end)
}

/** Starts the server of `env()` and everything that lives in its process. */
export async function startServer(): Promise<Running> {
  const emulator = await mountEmulator(EMULATOR_PATH)
  const ignitor = createIgnitor()
  let http: Server | undefined
  let application: ApplicationService | undefined
  ignitor.tap((app) => {
    application = app
    // In reverse order of what depends on what: streams first, since an open one keeps the server from closing.
    app.terminating(async () => {
      await stopLive()
      http?.closeIdleConnections()
      await emulator?.stop()
    })
    app.booted(async () => {
      await startLive()
      await installBuiltInPlugins()
    })
  })
  process.env.PORT = String(env().port)
  process.env.HOST = env().host
  const listening = ignitor.httpServer().start((handler: Handler) => {
    http = createServer((request, response) => {
      if (emulator !== null && request.url?.startsWith(EMULATOR_PATH)) return emulator.handle(request, response)
      return handler(request, response)
    })
    return http
  })
  await listening
  const address = http?.address()
  const port = typeof address === 'object' && address !== null ? address.port : env().port
  if (http === undefined || application === undefined) throw new Error('the HTTP server did not start')
  const app = application
  return {
    server: http,
    port,
    stop: async () => {
      await app.terminate()
      await closePool()
    },
  }
}

/** Starts the server as a process of its own: says what went wrong in a sentence, ends when told. */
export async function serve(): Promise<void> {
  try {
    const running = await startServer()
    const { default: app } = await import('@adonisjs/core/services/app')
    stopOnSignals(app)
    process.send?.({ ready: true, port: running.port })
    process.stdout.write(`Serving ${env().publicUrl} on ${env().host}:${running.port}\n`)
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`)
    process.exit(1)
  }
}
