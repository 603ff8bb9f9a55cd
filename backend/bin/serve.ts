import 'reflect-metadata'
import { enableCompileCache } from 'node:module'
import { readEnv } from '#app/core/env'

const reading = readEnv(process.env)
if (reading.ok) {
  // Keeps what the stripping of types gave: a later start is faster, and the stripper is not loaded at all.
  enableCompileCache()
  const { serve } = await import('#app/core/server/serve')
  await serve()
} else {
  for (const fault of reading.faults) process.stderr.write(`${fault}\n`)
  process.exitCode = 1
}
