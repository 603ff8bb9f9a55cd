import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { MessageGateway, Worker, WorkerOptions } from '@soniarose/worker'
import { createWorker } from '#app/engine/create_worker'
import type { BenchDatabase } from './bench_database.ts'

/** A provider that accepts everything at once. */
export function acceptingGateway(): MessageGateway & { sent: number } {
  let sent = 0
  return {
    get sent() {
      return sent
    },
    send: async (text, beforeWrite) => {
      beforeWrite()
      sent += 1
      return { httpStatus: 201, sid: `SM${text.attemptId.replaceAll('-', '')}`, requestWritten: true }
    },
    find: async () => null,
    forget: () => undefined,
  }
}

/** A worker as in production, but for its provider. `stop` takes its folder away as well. */
export function createBenchWorker(
  { pool, url }: Pick<BenchDatabase, 'pool' | 'url'>,
  { gateway, redisUrl }: { gateway: MessageGateway; redisUrl: string | null },
  options?: WorkerOptions,
): { worker: Worker; stop(): Promise<void> } {
  const dataDir = mkdtempSync(join(tmpdir(), 'soniarose-bench-'))
  const worker = createWorker(
    {
      pool,
      databaseUrl: url,
      redisUrl,
      dataDir,
      gateway,
      plugins: {
        call: async () => ({ ok: false, code: 'none', message: 'none', retryable: false }),
        stop: async () => undefined,
      },
      egress: { request: async () => ({ ok: false, code: 'none', message: 'none', sent: false }) },
      reporter: { report: () => undefined },
    },
    options,
  )
  return {
    worker,
    stop: async () => {
      await worker.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
