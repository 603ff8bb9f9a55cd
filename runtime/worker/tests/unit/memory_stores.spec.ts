import { test } from '@japa/runner'
import {
  MemoryWorld,
  registerEffectStoreSuite,
  registerMessageStoreSuite,
  registerRunStoreSuite,
  registerSuspectsSuite,
  registerVersionStoreSuite,
} from '../../src/testing/index.ts'

const createWorld = async (): Promise<MemoryWorld> => new MemoryWorld()

test.group('The in-memory runs', () => registerRunStoreSuite({ test, createWorld }))
test.group('In-memory runs that a process died of', () => registerSuspectsSuite({ test, createWorld }))
test.group('The in-memory texts', () => registerMessageStoreSuite({ test, createWorld }))
test.group('The in-memory calls', () => registerEffectStoreSuite({ test, createWorld }))
test.group('The in-memory versions', () => registerVersionStoreSuite({ test, createWorld }))
