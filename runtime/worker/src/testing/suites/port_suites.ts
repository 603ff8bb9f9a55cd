import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../../ports/clock.ts'
import type { Bell, Doorbell } from '../../ports/doorbell.ts'
import type { Journal } from '../../ports/journal.ts'
import type { SuiteTest } from './world.ts'

/** A disk with the journals of several processes. */
export interface JournalWorld {
  /** The journal of a process that lives. */
  open(): Journal
  /** A process claims `a`, `b` and `c`, begins to post `b`, and dies while it advances the runs of `ADVANCED`. */
  die(): Promise<void>
  end(): Promise<void>
}

/** One after the other, the first batch settled before the second. */
export const ADVANCED = {
  before: ['1', '2', '3'].map((digit) => ({ runId: `00000000-0000-7000-8000-00000000000${digit}`, epoch: 1 })),
  last: [{ runId: '00000000-0000-7000-8000-000000000009', epoch: 7 }],
}

/** What every journal promises the sender and the engine. */
export function registerJournalSuite({ test, createWorld }: { test: SuiteTest; createWorld(): JournalWorld }): void {
  const onDisk = (title: string, run: (world: JournalWorld) => Promise<void>): unknown =>
    test(title, async () => {
      const world = createWorld()
      try {
        await run(world)
      } finally {
        await world.end()
      }
    })

  onDisk('what a dead process had claimed is told apart by whether it was begun', async (world) => {
    await world.die()
    const journal = world.open()
    const [left, ...others] = await journal.leftBehind()
    assert.deepEqual([left?.neverPosted, left?.maybePosted, others.length], [['a', 'c'], ['b'], 0])
    assert.equal((await journal.leftBehind()).length, 1, 'it stays until it is in the database')
    left?.forget()
    assert.equal((await journal.leftBehind()).length, 0)
    journal.close()
  })

  onDisk('the runs that a process died with are named, and not those that it had written before', async (world) => {
    await world.die()
    const journal = world.open()
    const [left] = await journal.leftBehind()
    assert.deepEqual(left?.batches, [ADVANCED.last])
    left.forget()
    assert.deepEqual(await journal.leftBehind(), [])
    journal.close()
  })

  onDisk('what a living process has claimed is its own', async (world) => {
    const living = world.open()
    living.claimed(['a'])
    const journal = world.open()
    assert.deepEqual(await journal.leftBehind(), [])
    for (const each of [living, journal]) each.close()
  })

  onDisk('a journal that is closed takes nothing more: the text must not be posted', async (world) => {
    const journal = world.open()
    journal.close()
    assert.throws(() => journal.posting('a'))
  })
}

/** What every clock promises. */
export function registerClockSuite({ test, createClock }: { test: SuiteTest; createClock(): Clock }): void {
  test('a sleep lasts, and ends at once when it is called off', async () => {
    const clock = createClock()
    const begun = clock.monotonic()
    await clock.sleep(20)
    assert.ok(clock.monotonic() - begun >= 19)
    const calledOff = new AbortController()
    const sleeping = clock.sleep(60_000, calledOff.signal)
    calledOff.abort()
    await sleeping
    await clock.sleep(60_000, calledOff.signal)
    assert.ok(clock.monotonic() - begun < 30_000)
  })

  test('ids are UUIDs of version 7, and no two are alike', () => {
    const clock = createClock()
    const ids = Array.from({ length: 500 }, () => clock.newId())
    assert.equal(new Set(ids).size, ids.length)
    for (const id of ids) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    return Promise.resolve()
  })

  test('chance stays within its bounds', () => {
    const clock = createClock()
    for (let turn = 0; turn < 500; turn++) {
      const chance = clock.random()
      assert.ok(chance >= 0 && chance < 1)
    }
    return Promise.resolve()
  })
}

/** Two ends of one queue. */
export interface DoorbellWorld {
  web: Doorbell
  worker: Doorbell
  end(): Promise<void>
}

export interface DoorbellSuiteOptions {
  test: SuiteTest
  createWorld(): Promise<DoorbellWorld>
}

const WITHIN_MS = 10_000

/** What every doorbell promises: that a ring is heard, and no more than that. */
export function registerDoorbellSuite({ test, createWorld }: DoorbellSuiteOptions): void {
  test('a ring reaches a worker that listens, and says which part has work', async () => {
    const world = await createWorld()
    const heard = new Set<Bell>()
    await world.worker.listen((bell) => heard.add(bell))
    for (const bell of ['runs', 'messages', 'effects'] as const) world.web.ring(bell)
    for (let waited = 0; heard.size < 3 && waited < WITHIN_MS; waited += 20) await sleep(20)
    assert.deepEqual([...heard].sort(), ['effects', 'messages', 'runs'])
    await world.end()
  })

  test('a doorbell that is stopped rings no more, and says nothing of it', async () => {
    const world = await createWorld()
    let heard = 0
    await world.worker.listen(() => (heard += 1))
    await world.web.stop()
    world.web.ring('runs')
    await sleep(150)
    assert.equal(heard, 0)
    await world.end()
  })
}
