import 'reflect-metadata'
import { readEnv } from '#app/core/env'

const reading = readEnv(process.env)
if (reading.ok) {
  const { serve } = await import('#app/core/server/serve')
  await serve()
} else {
  for (const fault of reading.faults) process.stderr.write(`${fault}\n`)
  process.exitCode = 1
}
