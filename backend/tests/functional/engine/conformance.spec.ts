import { test } from '@japa/runner'
import {
  registerDoorbellSuite,
  registerEffectStoreSuite,
  registerMessageStoreSuite,
  registerRunStoreSuite,
  registerSuspectsSuite,
  registerVersionStoreSuite,
} from '@soniarose/worker/testing'
import { BullDoorbell, migrateQueue } from '@soniarose/worker/queue'
import pg from 'pg'
import { PgWorld } from '../../support/conformance_world.ts'
import { createDatabase } from '../../support/database.ts'

const createWorld = (): Promise<PgWorld> => PgWorld.create()

test.group('Runs in Postgres', () => registerRunStoreSuite({ test, createWorld }))
test.group('Runs in Postgres that a process died of', () => registerSuspectsSuite({ test, createWorld }))
test.group('Texts in Postgres', () => registerMessageStoreSuite({ test, createWorld }))
test.group('Calls in Postgres', () => registerEffectStoreSuite({ test, createWorld }))
test.group('Versions in Postgres', () => registerVersionStoreSuite({ test, createWorld }))

test.group('Doorbells on Postgres', () => {
  registerDoorbellSuite({
    test,
    createWorld: async () => {
      const database = await createDatabase()
      const client = new pg.Client({ connectionString: database.url })
      await client.connect()
      await migrateQueue(client)
      await client.end()
      const open = (): BullDoorbell =>
        new BullDoorbell({ databaseUrl: database.url, redisUrl: null, onHealth: () => undefined })
      const [web, worker] = [open(), open()]
      const end = async (): Promise<void> => {
        await Promise.all([web.stop(), worker.stop()])
        await database.drop()
      }
      return { web, worker, end }
    },
  })
})
