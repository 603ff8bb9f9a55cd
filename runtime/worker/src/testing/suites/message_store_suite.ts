import assert from 'node:assert/strict'
import { decideBatch } from '../../sender/decide_batch.ts'
import { systemClock } from '../../system_clock.ts'
import {
  accepted,
  advanceAll,
  ask,
  chain,
  claimText,
  claimTexts,
  leave,
  record,
  say,
  textOf,
  withPlannedText,
} from './steps.ts'
import { registerDoubt } from './doubt_suite.ts'
import { registerGoOn } from './go_on_suite.ts'
import { registerLate } from './late_suite.ts'
import { onWorld, type SuiteOptions } from './world.ts'

const ONE_TEXT = chain({ text: say('Hi'), end: leave })

type WorldTest = ReturnType<typeof onWorld>

/** What every database of texts promises the sender. */
export function registerMessageStoreSuite(options: SuiteOptions): void {
  const test = onWorld(options)
  registerClaims(test)
  registerOutcomes(test)
  registerDoubt(test)
  registerGoOn(test)
  registerLate(test)
}

function registerClaims(test: WorldTest): void {
  test('a text that is claimed is being sent, and nobody else sees it', async (world) => {
    const { stores, runId } = await withPlannedText(world, ONE_TEXT)
    const text = await claimText(stores)
    const { status, attempt, attemptId } = await textOf(world, runId)
    assert.deepEqual([status, attempt, attemptId], ['sending', 1, text.attemptId])
    assert.deepEqual(await claimTexts(world.stores()), [])
  })

  test('a contact has one text in flight', async (world) => {
    const { stores, contactId, workflowId } = await withPlannedText(world, ONE_TEXT)
    await world.enroll(workflowId, [contactId])
    await advanceAll(stores)
    assert.equal((await claimTexts(stores)).length, 1)
    assert.equal((await claimTexts(stores)).length, 0)
  })

  test('a STOP waits for a claim under way, and no claim begins after it', async (world) => {
    const { stores, contactId, workflowId, runId } = await withPlannedText(world, ONE_TEXT)
    const batch = await stores.messages.claim({ workspaceIds: await stores.messages.dueWorkspaces(1), limit: 5 })
    assert.ok(batch)
    let isStopped = false
    const stopping = world.text(contactId, 'STOP').then(() => {
      isStopped = true
    })
    await new Promise((resolve) => setTimeout(resolve, 60))
    assert.equal(isStopped, false, 'the STOP waits')
    const { toSend } = await batch.commit(decideBatch(batch.messages, () => systemClock.newId()))
    await stopping
    assert.equal(toSend.length, 1)
    assert.equal((await world.run(runId)).exitReason, 'opted_out')
    assert.equal(await world.optInStatus(contactId), 'opted_out')
    assert.deepEqual(await world.enroll(workflowId, [contactId]), [])
  })

  test('a text of somebody who is just being changed is left for later', async (world) => {
    const { stores, contactId } = await withPlannedText(world, ONE_TEXT)
    const letGo = await world.holdContact(contactId)
    assert.deepEqual(await claimTexts(stores), [])
    await letGo()
    assert.equal((await claimTexts(stores)).length, 1)
  })

  test('a STOP cancels what is planned and ends the runs', async (world) => {
    const { stores, contactId, runId } = await withPlannedText(world, ONE_TEXT)
    await world.text(contactId, 'STOP')
    assert.deepEqual(await claimTexts(stores), [])
    assert.deepEqual([(await textOf(world, runId)).status, (await world.run(runId)).status], ['canceled', 'exited'])
  })

  test('what a frozen workspace holds goes out when it is thawed', async (world) => {
    const { stores, runId } = await withPlannedText(world, ONE_TEXT)
    await world.freeze(true)
    assert.deepEqual(await claimTexts(stores), [])
    const { status, reason, dueInMs } = await textOf(world, runId)
    assert.deepEqual([status, reason, dueInMs], ['held', 'frozen', null])
    await world.releaseHeld()
    assert.deepEqual(await claimTexts(stores), [])
    await world.freeze(false)
    await world.releaseHeld()
    assert.equal((await claimTexts(stores)).length, 1)
  })
}

function registerOutcomes(test: WorldTest): void {
  test('an accepted text has its SID, and its run goes on', async (world) => {
    const { stores, runId } = await withPlannedText(world, ONE_TEXT)
    const outcome = accepted()
    assert.equal((await record(stores, await claimText(stores), outcome)).settledRuns, 1)
    const { status, providerSid } = await textOf(world, runId)
    assert.deepEqual([status, providerSid], ['queued', outcome.sid])
    await advanceAll(stores)
    assert.equal((await world.run(runId)).status, 'completed')
  })

  test('an outcome that is recorded twice changes nothing the second time', async (world) => {
    const { stores, runId } = await withPlannedText(world, ONE_TEXT)
    const text = await claimText(stores)
    const outcome = accepted()
    await record(stores, text, outcome)
    assert.equal((await record(stores, text, outcome)).settledRuns, 0)
    assert.deepEqual(await world.attempts((await textOf(world, runId)).id), ['accepted'])
  })

  test('a text that certainly did not arrive is sent again, later, as another attempt', async (world) => {
    const { stores, runId } = await withPlannedText(world, ONE_TEXT)
    await record(stores, await claimText(stores), { httpStatus: 429, code: 20_429, requestWritten: true })
    const { status, dueInMs } = await textOf(world, runId)
    assert.equal(status, 'planned')
    assert.ok((dueInMs ?? 0) > 0)
    assert.deepEqual(await claimTexts(stores), [])
    await world.pass(5_000)
    const again = await claimText(stores)
    await record(stores, again, accepted())
    assert.deepEqual(await world.attempts(again.messageId), ['retry', 'accepted'])
  })

  test('a refused text has failed, and its run goes on', async (world) => {
    const { stores, runId } = await withPlannedText(world, ONE_TEXT)
    await record(stores, await claimText(stores), { httpStatus: 400, code: 21_614, requestWritten: true })
    assert.equal((await textOf(world, runId)).status, 'failed')
    await advanceAll(stores)
    assert.equal((await world.run(runId)).status, 'completed')
  })

  test('a number that the carrier says has opted out has opted out here', async (world) => {
    const { stores, contactId, runId } = await withPlannedText(world, ONE_TEXT)
    await record(stores, await claimText(stores), { httpStatus: 400, code: 21_610, requestWritten: true })
    assert.equal(await world.optInStatus(contactId), 'opted_out')
    assert.equal((await world.run(runId)).exitReason, 'opted_out')
  })

  test('a number that the carrier cannot text gets nothing more', async (world) => {
    const { stores, contactId, workflowId } = await withPlannedText(world, ONE_TEXT)
    await record(stores, await claimText(stores), { httpStatus: 400, code: 21_614, requestWritten: true })
    const [again = ''] = await world.enroll(workflowId, [contactId])
    await advanceAll(stores)
    assert.deepEqual(await claimTexts(stores), [])
    const { status, reason } = await textOf(world, again)
    assert.deepEqual([status, reason], ['skipped', 'suppressed'])
  })

  for (const [code, gets, reason] of [
    [30_006, 'skipped', 'suppressed'],
    [30_002, 'held', 'sender_paused'],
    [30_003, 'sending', null],
    [30_023, 'sending', null],
  ] as const)
    test(`after a text that failed with ${code} the next one to its contact is ${gets}`, async (world) => {
      const { stores, contactId, workflowId } = await withPlannedText(world, ONE_TEXT)
      const text = await claimText(stores)
      const outcome = accepted()
      await record(stores, text, outcome)
      const messageSid = outcome.sid ?? ''
      await world.status({ messageSid, attemptId: text.attemptId, status: 'undelivered', errorCode: code })
      const [again = ''] = await world.enroll(workflowId, [contactId])
      await advanceAll(stores)
      assert.equal((await claimTexts(stores)).length, gets === 'sending' ? 1 : 0)
      const next = await textOf(world, again)
      assert.deepEqual([next.status, next.reason], [gets, reason])
    })

  test('a callback that overtakes the answer is the answer, and statuses only rise', async (world) => {
    const { stores, runId } = await withPlannedText(world, ONE_TEXT)
    const text = await claimText(stores)
    const outcome = accepted()
    const report = { messageSid: outcome.sid ?? '', attemptId: text.attemptId }
    await world.status({ ...report, status: 'delivered' })
    assert.equal((await world.run(runId)).signal?.kind, 'message')
    assert.equal((await record(stores, text, outcome)).settledRuns, 0)
    await world.status({ ...report, status: 'sent' })
    assert.equal((await textOf(world, runId)).status, 'delivered')
  })

  test('even the weakest status ends the sending', async (world) => {
    const { stores, runId } = await withPlannedText(world, ONE_TEXT)
    const text = await claimText(stores)
    await world.status({ messageSid: accepted().sid ?? '', attemptId: text.attemptId, status: 'scheduled' })
    assert.equal((await textOf(world, runId)).status, 'queued')
    assert.equal((await world.run(runId)).signal?.kind, 'message')
  })

  test('a reply that comes before the carrier has answered is kept for the question', async (world) => {
    const { stores, contactId, runId } = await withPlannedText(world, chain({ text: say('Well?'), ask, end: leave }))
    const text = await claimText(stores)
    await world.text(contactId, 'Fine')
    assert.equal((await world.run(runId)).pendingReply, true)
    await record(stores, text, accepted())
    await advanceAll(stores)
    assert.deepEqual(
      (await world.steps(runId)).map((step) => step.outcome),
      ['next', 'next', 'other', 'exit'],
    )
  })
}
