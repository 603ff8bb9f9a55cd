import assert from 'node:assert/strict'
import { decideBatch } from '../../sender/decide_batch.ts'
import { systemClock } from '../../system_clock.ts'
import { accepted, advanceAll, chain, claimText, claimTexts, leave, record, say, textOf } from './steps.ts'
import type { onWorld, Stores, StoreWorld } from './world.ts'

const ONE_TEXT = chain({ text: say('Hi'), end: leave })

/** A text to each of these, planned one after another by a sender with a rate. @returns their runs, in that order */
async function planFor(world: StoreWorld, contactIds: readonly string[], perSecond: number): Promise<string[]> {
  const { workflowId } = await world.publish(ONE_TEXT)
  await world.limit(perSecond)
  const runIds: string[] = []
  for (const contactId of contactIds) {
    runIds.push(...(await world.enroll(workflowId, [contactId])))
    await advanceAll(world.stores())
  }
  return runIds
}

/** As many texts to as many people, one a second. */
async function planned(world: StoreWorld, people: number): Promise<string[]> {
  const contactIds: string[] = []
  for (let index = 0; index < people; index += 1) contactIds.push(await world.addContact())
  return planFor(world, contactIds, 1)
}

/** Claims and posts until nothing is due. @returns the runs whose texts have gone out, in that order */
async function sendAll(stores: Stores): Promise<string[]> {
  const sent: string[] = []
  for (let turn = 0; turn < 20; turn += 1) {
    const texts = await claimTexts(stores)
    for (const text of texts) {
      await record(stores, text, accepted())
      sent.push(text.runId ?? '')
    }
    if (texts.length === 0 && (await stores.messages.dueWorkspaces(1)).length === 0) return sent
  }
  assert.fail('The texts do not come to rest.')
}

/** Lets seconds pass one by one and sends what is due. @returns the runs whose texts went out, in that order */
async function sendFor(world: StoreWorld, seconds: number): Promise<string[]> {
  const stores = world.stores()
  const sent = await sendAll(stores)
  for (let second = 1; second <= seconds; second += 1) {
    sent.push(...(await sendAll(stores)))
    // One more may go as the steps are not quite a second.
    assert.ok(sent.length <= second + 1, `${sent.length} texts went out in ${second} s`)
    await world.pass(1_000)
  }
  return sent
}

/** What a sender's rate promises when its workers have been away. */
export function registerLate(test: ReturnType<typeof onWorld>): void {
  test('texts that came due while nobody sent go out at the rate of their sender, in the order they had', async (world) => {
    const runIds = await planned(world, 12)
    await world.pass(60_000)
    assert.deepEqual(await sendFor(world, 14), runIds)
  })

  test('those whose turn was still to come move up behind the late ones, and nobody loses their place', async (world) => {
    const runIds = await planned(world, 24)
    await world.pass(15_000)
    assert.deepEqual(await sendFor(world, 27), runIds)
  })

  test('texts that are late once more are spaced once more, before those that were put off behind them', async (world) => {
    const runIds = await planned(world, 24)
    await world.pass(40_000)
    const first = await sendFor(world, 4)
    await world.pass(9_000)
    assert.deepEqual([...first, ...(await sendFor(world, 27))], runIds)
  })

  test('texts that are planned meanwhile go behind the late ones', async (world) => {
    const runIds = await planned(world, 12)
    await world.pass(60_000)
    const sent = await sendAll(world.stores())
    runIds.push(...(await planned(world, 3)))
    assert.deepEqual([...sent, ...(await sendFor(world, 17))], runIds)
  })

  test('two workers that come back at once share the rate', async (world) => {
    const runIds = await planned(world, 8)
    await world.pass(60_000)
    const [one, other] = [world.stores(), world.stores()]
    const workspaceIds = await one.messages.dueWorkspaces(1)
    const batch = await one.messages.claim({ workspaceIds, limit: 3 })
    assert.ok(batch)
    assert.equal(await other.messages.claim({ workspaceIds, limit: 3 }), null, 'the rate is just being given away')
    const { toSend } = await batch.commit(decideBatch(batch.messages, () => systemClock.newId()))
    const sent = toSend.map((text) => text.runId)
    for (const text of toSend) await record(one, text, accepted())
    assert.deepEqual([...sent, ...(await sendFor(world, 10))], runIds)
  })

  test('a text that is in its turn, or only a moment late, goes as it is', async (world) => {
    const runIds = await planned(world, 3)
    await world.pass(3_000)
    assert.deepEqual(await sendAll(world.stores()), runIds)
  })

  test('a contact’s younger text does not pass an older one that was late', async (world) => {
    const [other, contactId] = [await world.addContact(), await world.addContact()]
    const [, first = '', second = ''] = await planFor(world, [other, contactId, contactId], 0.1)
    const stores = world.stores()
    await world.pass(17_000)
    await sendAll(stores)
    const [older, younger] = [await textOf(world, first), await textOf(world, second)]
    assert.ok((older.dueInMs ?? 0) > 9_000, 'it has its turn behind the first late one')
    assert.equal(Math.round((younger.dueInMs ?? 0) / 100), Math.round((older.dueInMs ?? 0) / 100))
    await world.pass(5_000)
    assert.deepEqual(await sendAll(stores), [])
    await world.pass(5_500)
    assert.equal((await claimText(stores)).runId, first)
  })
}
