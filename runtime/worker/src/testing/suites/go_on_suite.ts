import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { StoreUnavailable } from '../../ports/store_unavailable.ts'
import type { DueRun } from '../../ports/run_store.ts'
import type { BatchWrites } from '../../engine/batch_writes.ts'
import { accepted, advance, advanceAll, ask, chain, claimText, claimTexts, leave, openOffer, record } from './steps.ts'
import { recordOf, say, textOf, withPlannedText } from './steps.ts'
import type { onWorld, Stores, StoreWorld } from './world.ts'

const TWO_TEXTS = chain({ text: say('One'), more: say('Two'), end: leave })
/** A second text for somebody whom the first one could not reach. */
const TRY_AGAIN = {
  ...TWO_TEXTS,
  edges: [...TWO_TEXTS.edges, { id: 'failed', source: 'text', sourceHandle: 'failed', target: 'more' }],
}

type WorldTest = ReturnType<typeof onWorld>
type Advance = (runs: readonly DueRun[]) => Promise<BatchWrites>

/** A run whose first text has been claimed and posted, and has its answer. */
async function answered(world: StoreWorld, graph = TWO_TEXTS) {
  const begun = await withPlannedText(world, graph)
  return { ...begun, text: await claimText(begun.stores), outcome: accepted() }
}

/** Records an outcome and lets the run go on in the same transaction. */
function goOn(
  stores: Stores,
  { text, outcome }: Pick<Awaited<ReturnType<typeof answered>>, 'text' | 'outcome'>,
  { room = 5, by = (runs) => advance(stores, runs) }: { room?: number; by?: Advance } = {},
) {
  return stores.messages.record([recordOf(text, outcome)], { advance: by, offer: openOffer(room) })
}

async function statusesOf(world: StoreWorld, runId: string): Promise<string[]> {
  return (await world.messagesOf(runId)).map((message) => message.status)
}

/**
 * What every database of texts promises where outcomes and next steps are one transaction: a text may be claimed as it
 * is planned, and a run may go on as its text is recorded.
 */
export function registerGoOn(test: WorldTest): void {
  registerOffers(test)
  registerRunsThatGoOn(test)
  registerTrouble(test)
}

function registerOffers(test: WorldTest): void {
  test('a text may be claimed as it is planned', async (world) => {
    const stores = world.stores()
    const { workflowId } = await world.publish(TWO_TEXTS)
    const [runId = ''] = await world.enroll(workflowId, [await world.addContact()])
    const batch = await stores.runs.claim({ workspaceIds: await stores.runs.dueWorkspaces(0, 1), lane: 0, limit: 5 })
    assert.ok(batch)
    const { toSend } = await batch.commit(await advance(stores, batch.runs), openOffer())
    const message = await textOf(world, runId)
    assert.deepEqual(
      toSend?.map((text) => [text.messageId, text.attemptId, text.attempt]),
      [[message.id, message.attemptId, 1]],
    )
    assert.deepEqual([message.status, message.attempt], ['sending', 1])
    assert.deepEqual(await claimTexts(world.stores()), [])
  })

  test('without room, a text is planned and claimed later', async (world) => {
    const { stores, runId, ...rest } = await answered(world)
    const { committed } = await goOn(stores, rest, { room: 0 })
    assert.deepEqual([committed?.toSend ?? [], committed?.messages], [[], 1])
    assert.deepEqual(await statusesOf(world, runId), ['queued', 'planned'])
    assert.equal((await claimTexts(stores)).length, 1)
  })

  test('a text of somebody who is just being changed is planned and claimed later', async (world) => {
    const { stores, contactId, runId, ...rest } = await answered(world)
    const letGo = await world.holdContact(contactId)
    const { committed } = await goOn(stores, rest)
    assert.deepEqual(committed?.toSend ?? [], [])
    await letGo()
    assert.deepEqual(await statusesOf(world, runId), ['queued', 'planned'])
    assert.equal((await claimTexts(stores)).length, 1)
  })

  test('a text waits behind another one of its contact that is being sent', async (world) => {
    const { stores, contactId, workflowId, runId, ...rest } = await answered(world)
    const [other = ''] = await world.enroll(workflowId, [contactId])
    await advanceAll(stores)
    await record(stores, rest.text, rest.outcome)
    const second = await claimText(stores)
    assert.equal(second.runId, other)
    await advanceAll(stores)
    assert.deepEqual(await statusesOf(world, runId), ['queued', 'planned'])
    // Texts are ordered by the moment at which they were planned.
    await world.pass(1_000)
    const { committed } = await goOn(stores, { text: second, outcome: accepted() })
    assert.deepEqual(committed?.toSend ?? [], [], 'an older text of the contact is due')
    assert.deepEqual(await statusesOf(world, other), ['queued', 'planned'])
  })

  test('the gate holds a text that is claimed as it is planned like any other', async (world) => {
    const { stores, runId, ...rest } = await answered(world)
    await world.freeze(true)
    const { committed } = await goOn(stores, rest)
    assert.deepEqual(committed?.toSend ?? [], [])
    const { status, reason, attemptId } = await textOf(world, runId)
    assert.deepEqual([status, reason, attemptId], ['held', 'frozen', null])
  })
}

function registerRunsThatGoOn(test: WorldTest): void {
  test('a run may go on in the transaction that records its text', async (world) => {
    const { stores, runId, ...rest } = await answered(world)
    const report = await goOn(stores, rest)
    assert.deepEqual([report.settledRuns, report.committed?.toSend?.length], [0, 1])
    assert.deepEqual(await statusesOf(world, runId), ['queued', 'sending'])
    const { nodeId, seq, signal, status } = await world.run(runId)
    assert.deepEqual([nodeId, seq, signal, status], ['more', 3, null, 'waiting'])
    const [second] = report.committed?.toSend ?? []
    assert.ok(second)
    await goOn(stores, { text: second, outcome: accepted() })
    assert.equal((await world.run(runId)).status, 'completed')
    assert.deepEqual(
      (await world.steps(runId)).map((step) => [step.seq, step.nodeId]),
      [
        [1, 'start'],
        [2, 'text'],
        [3, 'more'],
        [4, 'end'],
      ],
    )
  })

  test('an outcome that comes twice lets its run go on once', async (world) => {
    const { stores, runId, ...rest } = await answered(world)
    await goOn(stores, rest)
    const again = await goOn(stores, rest)
    assert.deepEqual([again.settledRuns, again.committed], [0, undefined])
    assert.deepEqual(await statusesOf(world, runId), ['queued', 'sending'])
    assert.equal((await world.run(runId)).seq, 3)
  })

  test('an outcome of an older attempt does not let the run go on', async (world) => {
    const { stores, runId, ...rest } = await answered(world)
    await stores.messages.takeBack([rest.text.attemptId])
    const { committed, settledRuns } = await goOn(stores, rest)
    assert.deepEqual([committed, settledRuns], [undefined, 0])
    assert.deepEqual([await statusesOf(world, runId), (await world.run(runId)).nodeId], [['planned'], 'text'])
  })

  test('a run that has ended meanwhile stays as it is', async (world) => {
    const { stores, runId, ...rest } = await answered(world)
    await world.cancel(runId)
    const { committed, settledRuns } = await goOn(stores, rest)
    assert.deepEqual([committed, settledRuns], [undefined, 0])
    assert.deepEqual([(await world.run(runId)).status, await statusesOf(world, runId)], ['canceled', ['queued']])
  })

  test('a reply that came before the answer is heard by the question behind the text', async (world) => {
    const { stores, contactId, runId, ...rest } = await answered(world, chain({ text: say('Well?'), ask, end: leave }))
    await world.text(contactId, 'Fine')
    await goOn(stores, rest)
    assert.deepEqual(
      (await world.steps(runId)).map((step) => step.outcome),
      ['next', 'next', 'other', 'exit'],
    )
  })

  test('a number that cannot be texted is not texted by the run that goes on', async (world) => {
    const { stores, runId, text } = await answered(world, TRY_AGAIN)
    const { committed } = await goOn(stores, { text, outcome: { httpStatus: 400, code: 21_614, requestWritten: true } })
    assert.deepEqual(committed?.toSend ?? [], [])
    await advanceAll(stores)
    assert.deepEqual(await claimTexts(stores), [])
    await advanceAll(stores)
    assert.deepEqual(await statusesOf(world, runId), ['failed', 'skipped'])
    assert.equal((await world.run(runId)).status, 'completed')
  })
}

function registerTrouble(test: WorldTest): void {
  test('when its next step cannot be written, nothing is, and the outcome can be recorded alone', async (world) => {
    const { stores, runId, ...rest } = await answered(world)
    const spoil: Advance = async (runs) => {
      const writes = await advance(stores, runs)
      return { ...writes, steps: [...writes.steps, ...writes.steps] }
    }
    await assert.rejects(goOn(stores, rest, { by: spoil }), (error) => !(error instanceof StoreUnavailable))
    assert.deepEqual([await statusesOf(world, runId), (await world.run(runId)).seq], [['sending'], 2])
    assert.equal((await record(stores, rest.text, rest.outcome)).settledRuns, 1)
    await advanceAll(stores)
    assert.deepEqual(await statusesOf(world, runId), ['queued', 'planned'])
  })

  test('a run that is no longer as it was read is not written, nor is the outcome', async (world) => {
    const { stores, runId, ...rest } = await answered(world)
    const stale: Advance = async (runs) => {
      const writes = await advance(stores, runs)
      return { ...writes, runs: writes.runs.map((run) => ({ ...run, epoch: run.epoch - 1 })) }
    }
    await assert.rejects(goOn(stores, rest, { by: stale }), StoreUnavailable)
    assert.deepEqual([await statusesOf(world, runId), (await world.run(runId)).seq], [['sending'], 2])
  })

  test('a process that is silent for too long while a run goes on writes nothing', async (world) => {
    const { stores, runId, ...rest } = await answered(world)
    const late: Advance = async (runs) => {
      const writes = await advance(stores, runs)
      await world.beSilent()
      return writes
    }
    await assert.rejects(goOn(stores, rest, { by: late }), StoreUnavailable)
    assert.deepEqual([await statusesOf(world, runId), (await world.run(runId)).seq], [['sending'], 2])
    assert.equal((await goOn(stores, rest)).committed?.runs, 1)
  })

  test('a run that somebody else holds is waited for: its wait is ended, its next step left to the engine', async (world) => {
    const { stores, runId, ...rest } = await answered(world)
    const letGo = await world.holdRun(runId)
    let isRecorded = false
    const recording = goOn(stores, rest).then((report) => {
      isRecorded = true
      return report
    })
    await sleep(60)
    assert.equal(isRecorded, false, 'the record waits')
    await letGo()
    const { settledRuns, committed } = await recording
    assert.deepEqual([settledRuns, committed], [1, undefined])
    assert.equal((await world.run(runId)).signal?.kind, 'message')
    await advanceAll(stores)
    assert.deepEqual(await statusesOf(world, runId), ['queued', 'planned'])
  })

  test('a STOP that comes while a run goes on is the end of it', async (world) => {
    const { stores, contactId, runId, ...rest } = await answered(world)
    let stopping: Promise<void> = Promise.resolve()
    const beside: Advance = async (runs) => {
      stopping = world.text(contactId, 'STOP')
      await sleep(60)
      return advance(stores, runs)
    }
    const { committed } = await goOn(stores, rest, { by: beside })
    await stopping
    assert.deepEqual(committed?.toSend ?? [], [])
    assert.deepEqual(await statusesOf(world, runId), ['queued', 'canceled'])
    assert.equal((await world.run(runId)).exitReason, 'opted_out')
    assert.deepEqual(await claimTexts(stores), [])
  })
}
