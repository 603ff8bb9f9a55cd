import assert from 'node:assert/strict'
import type { DueRun, RunBatch } from '../../ports/run_store.ts'
import { advance, advanceAll, chain, claimRuns, leave, say } from './steps.ts'
import { onWorld, type Stores, type StoreWorld, type SuiteOptions } from './world.ts'

const ONE_TEXT = chain({ text: say('Hi'), end: leave })

const noteOf = ({ run, epoch }: DueRun) => ({ runId: run.id, epoch })
const idsOf = (batch: RunBatch | null | undefined): string[] => (batch?.runs ?? []).map(({ run }) => run.id).sort()

async function enrolled(world: StoreWorld, count: number): Promise<{ stores: Stores; runIds: string[] }> {
  const { workflowId } = await world.publish(ONE_TEXT)
  const contactIds: string[] = []
  for (let person = 0; person < count; person++) contactIds.push(await world.addContact())
  return { stores: world.stores(), runIds: (await world.enroll(workflowId, contactIds)).sort() }
}

/** A process claims all that is due and dies; the next one learns with which runs. */
async function dieWithAll(stores: Stores): Promise<string[] | undefined> {
  const batch = await claimRuns(stores)
  await batch?.release()
  return stores.runs.suspect?.((batch?.runs ?? []).map(noteOf))
}

/** What every database of runs promises when a process dies of a run: nobody else is held up or set aside for it. */
export function registerSuspectsSuite(options: SuiteOptions): void {
  const test = onWorld(options)

  test('the runs that a process died with are kept out of batches; after another death they come one by one', async (world) => {
    const { stores, runIds } = await enrolled(world, 3)
    assert.deepEqual(await dieWithAll(stores), [])
    assert.equal(await claimRuns(stores), null)
    const few = await stores.runs.claimSuspects?.()
    assert.deepEqual(idsOf(few), runIds)
    await few?.release()
    assert.deepEqual(await stores.runs.suspect?.((few?.runs ?? []).map(noteOf)), [])
    const alone = await stores.runs.claimSuspects?.()
    const another = await world.stores().runs.claimSuspects?.()
    assert.deepEqual([idsOf(alone).length, idsOf(another).length], [1, 1])
    assert.notDeepEqual(idsOf(alone), idsOf(another))
    for (const batch of [alone, another]) await batch?.release()
  })

  test('a run that goes well alone is beyond suspicion again', async (world) => {
    const { stores, runIds } = await enrolled(world, 1)
    await dieWithAll(stores)
    const alone = await stores.runs.claimSuspects?.()
    assert.ok(alone)
    await alone.commit(await advance(stores, alone.runs))
    assert.equal(await stores.runs.claimSuspects?.(), null)
    await advanceAll(stores)
    assert.equal((await world.run(runIds[0] ?? '')).waitKind, 'message')
  })

  test('a run that has moved on since it was noted is not suspected', async (world) => {
    const { stores } = await enrolled(world, 1)
    const batch = await claimRuns(stores)
    assert.ok(batch)
    const notes = batch.runs.map(noteOf)
    await batch.commit(await advance(stores, batch.runs))
    assert.deepEqual(await stores.runs.suspect?.(notes), [])
    assert.equal(await stores.runs.claimSuspects?.(), null)
  })

  test('only a run that was alone when processes died is given up, at the fourth time', async (world) => {
    const { stores, runIds } = await enrolled(world, 2)
    // However often a whole batch dies, none of its runs is the culprit yet.
    const batch = await claimRuns(stores)
    assert.ok(batch)
    const notes = batch.runs.map(noteOf)
    await batch.release()
    for (let time = 0; time < 4; time++) assert.deepEqual(await stores.runs.suspect?.(notes), [])
    const culprit = runIds[0] ?? ''
    const alone = notes.filter(({ runId }) => runId === culprit)
    assert.deepEqual(await stores.runs.suspect?.(alone), [])
    assert.deepEqual(await stores.runs.suspect?.(alone), [culprit])
    assert.equal(await stores.runs.setAside(culprit, 'It was the fourth time.'), true)
    assert.equal((await world.run(culprit)).status, 'failed')
    const innocent = await stores.runs.claimSuspects?.()
    assert.deepEqual(
      idsOf(innocent),
      runIds.filter((id) => id !== culprit),
    )
    await innocent?.release()
  })
}
