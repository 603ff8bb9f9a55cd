import { BullDoorbell } from '@soniarose/worker/queue'

/** Listens as a worker does, and says each bell it hears: `listening_process.ts DATABASE_URL [REDIS_URL]`. */
const [databaseUrl = '', redisUrl = ''] = process.argv.slice(2)
const doorbell = new BullDoorbell({
  databaseUrl,
  redisUrl: redisUrl || null,
  onHealth: (problem) => console.log(problem === null ? 'well' : `unwell: ${problem}`),
})
await doorbell.listen((bell) => console.log(`heard ${bell}`))
process.once('SIGTERM', () => void doorbell.stop())
console.log('listening')
