import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** As the launcher starts workers: see runtime/boot/parts.js. */
const V8_FLAGS = ['--max-semi-space-size=8', '--heap-growing-percent=30']

/** A worker in a process of its own, loaded and waiting for its word. */
export interface WorkerProcess {
  go(): void
  /** The most memory it has had, in bytes. */
  readonly largestRss: number
  stop(): Promise<void>
}

export async function forkWorker(databaseUrl: string): Promise<WorkerProcess> {
  const child: ChildProcess = fork(fileURLToPath(new URL('bench_child.ts', import.meta.url)), [databaseUrl], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: [...process.execArgv, ...V8_FLAGS],
  })
  let largestRss = 0
  await once(child, 'message')
  child.on('message', (news: { rss: number }) => {
    largestRss = Math.max(largestRss, news.rss)
  })
  return {
    go: () => child.send('go'),
    get largestRss() {
      return largestRss
    },
    stop: async () => {
      const gone = once(child, 'exit')
      child.disconnect()
      await gone
    },
  }
}
