import assert from 'node:assert/strict'
import { advanceAll, chain, leave } from './steps.ts'
import { onWorld, type StoreWorld, type SuiteOptions } from './world.ts'

const LEASE_MS = 10_000
const CALL = chain({ call: ['plugin', { plugin: 'joy-quotes', node: 'pick_quote', input: {} }], end: leave })

async function withCall(world: StoreWorld) {
  const stores = world.stores()
  const contactId = await world.addContact()
  const { workflowId } = await world.publish(CALL)
  const [runId = ''] = await world.enroll(workflowId, [contactId])
  await advanceAll(stores)
  const claim = async (from = stores) => (await from.effects.claim({ limit: 5, leaseMs: LEASE_MS }))[0]
  return { stores, contactId, runId, claim }
}

const done = { kind: 'done', outcome: 'done', output: { text: 'Joy' } } as const

/** What every database of calls to the outside promises. */
export function registerEffectStoreSuite(options: SuiteOptions): void {
  const test = onWorld(options)

  test('a call is claimed once, and its result lets the run go on', async (world) => {
    const { stores, runId, claim } = await withCall(world)
    const effect = await claim()
    assert.ok(effect)
    assert.deepEqual([effect.attempt, effect.lost, effect.runId], [1, false, runId])
    assert.equal(await claim(world.stores()), undefined)
    assert.equal(await stores.effects.record([{ effect, outcome: done, retryInMs: null }]), 1)
    await advanceAll(stores)
    assert.equal((await world.run(runId)).status, 'completed')
  })

  test('a call that a dead worker left behind is claimed anew, and the old holder can write nothing', async (world) => {
    const { stores, runId, claim } = await withCall(world)
    const old = await claim()
    await world.pass(LEASE_MS + 1_000)
    const taken = await claim(world.stores())
    assert.ok(old && taken)
    assert.deepEqual([taken.attempt, taken.lost], [2, true])
    assert.deepEqual(await stores.effects.renew([old], LEASE_MS), [])
    assert.equal(await stores.effects.record([{ effect: old, outcome: done, retryInMs: null }]), 0)
    assert.equal((await world.run(runId)).signal, null)
    assert.equal(await stores.effects.record([{ effect: taken, outcome: done, retryInMs: null }]), 1)
  })

  test('a lease that is renewed is kept', async (world) => {
    const { stores, claim } = await withCall(world)
    const effect = await claim()
    assert.ok(effect)
    await world.pass(LEASE_MS - 2_000)
    assert.deepEqual(await stores.effects.renew([effect], LEASE_MS), [effect.id])
    await world.pass(5_000)
    assert.equal(await claim(world.stores()), undefined)
  })

  test('a call that is to be made again is due again, later', async (world) => {
    const { stores, runId, claim } = await withCall(world)
    const effect = await claim()
    assert.ok(effect)
    const outcome = { kind: 'retry', error: { code: 'busy', message: 'Later.' } } as const
    assert.equal(await stores.effects.record([{ effect, outcome, retryInMs: 5_000 }]), 0)
    assert.equal(await claim(), undefined)
    await world.pass(6_000)
    assert.equal((await claim())?.attempt, 2)
    assert.equal((await world.run(runId)).signal, null)
  })

  test('a call of a run that has ended is dropped, and its result ignored', async (world) => {
    const { stores, contactId, runId, claim } = await withCall(world)
    const effect = await claim()
    assert.ok(effect)
    await world.text(contactId, 'STOP')
    assert.equal(await stores.effects.record([{ effect, outcome: done, retryInMs: null }]), 0)
    assert.equal((await world.run(runId)).status, 'exited')
    await world.pass(LEASE_MS + 1_000)
    assert.equal(await claim(), undefined)
  })
}
