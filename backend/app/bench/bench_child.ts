import { createEnginePool } from '#app/engine/pool'
import { acceptingGateway, createBenchWorker } from './bench_worker.ts'

/** A worker in a process of its own, for figures about processes: `node bench_child.ts DATABASE_URL [REDIS_URL]`. */
const [databaseUrl = '', redisUrl] = process.argv.slice(2)
const pool = createEnginePool({ databaseUrl, name: 'soniarose bench worker', max: 10, onError: () => undefined })
const { worker, stop } = createBenchWorker(
  { pool, url: databaseUrl },
  { gateway: acceptingGateway(), redisUrl: redisUrl ?? null },
  { sends: 1_000 },
)

process.on('message', (word) => {
  if (word !== 'go') return
  void worker.start()
  const telling = setInterval(() => process.send?.({ rss: process.memoryUsage.rss() }), 250)
  process.once('disconnect', () => clearInterval(telling))
})
process.once('disconnect', () => {
  void stop().then(() => pool.end())
})
process.send?.('ready')
