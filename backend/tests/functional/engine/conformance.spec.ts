import { test } from '@japa/runner'
import {
  registerEffectStoreSuite,
  registerMessageStoreSuite,
  registerRunStoreSuite,
  registerVersionStoreSuite,
} from '@soniarose/worker/testing'
import { PgWorld } from '../../support/conformance_world.ts'

const createWorld = (): Promise<PgWorld> => PgWorld.create()

test.group('Runs in Postgres', () => registerRunStoreSuite({ test, createWorld }))
test.group('Texts in Postgres', () => registerMessageStoreSuite({ test, createWorld }))
test.group('Calls in Postgres', () => registerEffectStoreSuite({ test, createWorld }))
test.group('Versions in Postgres', () => registerVersionStoreSuite({ test, createWorld }))
