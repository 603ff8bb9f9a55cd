import assert from 'node:assert/strict'
import {
  accepted,
  advanceAll,
  chain,
  claimText,
  claimTexts,
  leave,
  record,
  say,
  textOf,
  withPlannedText,
} from './steps.ts'
import type { onWorld } from './world.ts'

const ONE_TEXT = chain({ text: say('Hi'), end: leave })

/** What every database of texts promises of those whose fate is not known. */
export function registerDoubt(test: ReturnType<typeof onWorld>): void {
  test('a claim without an outcome becomes unknown, and a late outcome still counts', async (world) => {
    const { stores, runId } = await withPlannedText(world, ONE_TEXT)
    const text = await claimText(stores)
    assert.equal(await stores.messages.expireClaims(), 0)
    await world.pass(21_000)
    assert.equal(await stores.messages.expireClaims(), 1)
    const { status, reason } = await textOf(world, runId)
    assert.equal(status, 'unknown')
    assert.ok(reason)
    await record(stores, text, accepted())
    assert.equal((await textOf(world, runId)).status, 'queued')
    assert.deepEqual(await world.attempts(text.messageId), ['accepted'])
  })

  test('what was never posted goes back to the plan, and is sent as an attempt of its own', async (world) => {
    const { stores, runId } = await withPlannedText(world, ONE_TEXT)
    const text = await claimText(stores)
    await world.pass(21_000)
    await stores.messages.expireClaims()
    assert.equal(await stores.messages.takeBack([text.attemptId]), 1)
    assert.equal((await textOf(world, runId)).status, 'planned')
    await record(stores, await claimText(stores), accepted())
    assert.equal((await textOf(world, runId)).status, 'queued')
  })

  test('what was never posted is not sent for a run that has ended', async (world) => {
    const { stores, runId } = await withPlannedText(world, ONE_TEXT)
    const text = await claimText(stores)
    await world.cancel(runId)
    await stores.messages.takeBack([text.attemptId])
    assert.deepEqual([(await textOf(world, runId)).status, (await claimTexts(stores)).length], ['canceled', 0])
  })

  test('what was begun to be posted by a process that is gone is unknown at once, and noted', async (world) => {
    const { stores, runId } = await withPlannedText(world, ONE_TEXT)
    const text = await claimText(stores)
    assert.equal(await stores.messages.giveUp([text.attemptId]), 1)
    assert.equal((await textOf(world, runId)).status, 'unknown')
    assert.deepEqual(await world.attempts(text.messageId), ['unknown'])
  })

  for (const [then, status, isOver] of [
    ['skip', 'unknown', true],
    ['hold', 'unknown', false],
    ['resend', 'planned', false],
  ] as const) {
    test(`an unknown text whose grace has ended goes by its policy: ${then}`, async (world) => {
      const { stores, runId } = await withPlannedText(
        world,
        chain({ text: say('Hi'), end: leave }, { unknownPolicy: { after: 'PT5M', then } }),
      )
      await stores.messages.giveUp([(await claimText(stores)).attemptId])
      await stores.messages.settleUnknown()
      assert.equal((await world.run(runId)).signal, null)
      await world.pass(301_000)
      await stores.messages.settleUnknown()
      await advanceAll(stores)
      assert.deepEqual(
        [(await textOf(world, runId)).status, (await world.run(runId)).status === 'completed'],
        [status, isOver],
      )
    })
  }

  for (const by of ['a callback', 'the answer itself'])
    test(`a text that is to be sent again, as nobody knew its fate, is not when ${by} tells it`, async (world) => {
      const policy = { unknownPolicy: { after: 'PT5M', then: 'resend' } }
      const { stores, runId } = await withPlannedText(world, chain({ text: say('Hi'), end: leave }, policy))
      const text = await claimText(stores)
      await stores.messages.giveUp([text.attemptId])
      await world.pass(301_000)
      await stores.messages.settleUnknown()
      assert.equal((await textOf(world, runId)).status, 'planned')
      const outcome = accepted()
      if (by === 'a callback')
        await world.status({ messageSid: outcome.sid ?? '', attemptId: text.attemptId, status: 'delivered' })
      else await record(stores, text, outcome)
      const { status, providerSid } = await textOf(world, runId)
      assert.deepEqual([status, providerSid], [by === 'a callback' ? 'delivered' : 'queued', outcome.sid])
      assert.deepEqual(await claimTexts(stores), [])
      await advanceAll(stores)
      assert.equal((await world.run(runId)).status, 'completed')
    })

  for (const by of ['a callback', 'the answer itself'])
    test(`a text that was to be sent again and was canceled instead is shown as sent when ${by} tells that it was`, async (world) => {
      const policy = { unknownPolicy: { after: 'PT5M', then: 'resend' } }
      const { stores, runId } = await withPlannedText(world, chain({ text: say('Hi'), end: leave }, policy))
      const text = await claimText(stores)
      await stores.messages.giveUp([text.attemptId])
      await world.pass(301_000)
      await stores.messages.settleUnknown()
      await world.cancel(runId)
      assert.equal((await textOf(world, runId)).status, 'canceled')
      const outcome = accepted()
      if (by === 'a callback')
        await world.status({ messageSid: outcome.sid ?? '', attemptId: text.attemptId, status: 'sent' })
      else await record(stores, text, outcome)
      const { status, providerSid } = await textOf(world, runId)
      assert.deepEqual([status, providerSid], [by === 'a callback' ? 'sent' : 'queued', outcome.sid])
      assert.equal((await world.run(runId)).status, 'canceled')
    })

  test('a text that its run has gone on without is not sent afterwards', async (world) => {
    const { stores, runId } = await withPlannedText(world, ONE_TEXT)
    const text = await claimText(stores)
    await world.pass(21_000)
    await stores.messages.expireClaims()
    await world.pass(301_000)
    await stores.messages.settleUnknown()
    await advanceAll(stores)
    await record(stores, text, { requestWritten: false, networkError: 'The claim is too old to be posted.' })
    assert.deepEqual(
      [(await textOf(world, runId)).status, (await textOf(world, runId)).reason],
      ['canceled', 'not_awaited'],
    )
  })
}
