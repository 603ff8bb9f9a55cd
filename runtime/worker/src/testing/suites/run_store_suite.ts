import assert from 'node:assert/strict'
import { StoreUnavailable } from '../../ports/store_unavailable.ts'
import { advance, advanceAll, ask, chain, claimRuns, leave, say, textOf, wait, withPlannedText } from './steps.ts'
import { onWorld, type StoreWorld, type SuiteOptions } from './world.ts'

const ONE_TEXT = chain({ text: say('Hi'), end: leave })

async function enrolled(world: StoreWorld, graph = ONE_TEXT) {
  const contactId = await world.addContact()
  const { workflowId, versionId } = await world.publish(graph)
  const [runId = ''] = await world.enroll(workflowId, [contactId])
  return { stores: world.stores(), contactId, workflowId, versionId, runId }
}

/** What every database of runs promises the engine. */
export function registerRunStoreSuite(options: SuiteOptions): void {
  const test = onWorld(options)
  registerClaims(test)
  registerCommits(test)
  registerWaits(test)
}

type WorldTest = ReturnType<typeof onWorld>

function registerClaims(test: WorldTest): void {
  test('a new run is due at once, with its contact, its version and its moment', async (world) => {
    const { stores, contactId, versionId, runId } = await enrolled(world)
    const batch = await claimRuns(stores)
    const [due] = batch?.runs ?? []
    assert.equal(due?.run.id, runId)
    assert.equal(due.contact.id, contactId)
    assert.equal(due.versionId, versionId)
    assert.equal(due.run.status, 'ready')
    assert.ok(Math.abs(due.now - due.run.startedAt) < 60_000)
    await batch?.release()
  })

  test('what one process holds, another does not see, until it is given back', async (world) => {
    const { stores } = await enrolled(world)
    const held = await claimRuns(stores)
    assert.equal(await claimRuns(world.stores()), null)
    await held?.release()
    const again = await claimRuns(world.stores())
    assert.equal(again?.runs.length, 1)
    await again?.release()
  })

  test('a process that is silent for too long loses its claim, and writes nothing', async (world) => {
    const { stores, runId } = await enrolled(world)
    const held = await claimRuns(stores)
    assert.ok(held)
    const writes = await advance(stores, held.runs)
    await world.beSilent()
    await assert.rejects(held.commit(writes), StoreUnavailable)
    assert.equal((await world.run(runId)).seq, 1)
    assert.deepEqual(await world.messagesOf(runId), [])
    const again = await claimRuns(world.stores())
    assert.equal(again?.runs.length, 1)
    await again?.release()
  })

  test('given runs can be claimed alone', async (world) => {
    const { stores, workflowId, runId } = await enrolled(world)
    await world.enroll(workflowId, [await world.addContact()])
    const batch = await stores.runs.claim({ workspaceIds: [], lane: 0, limit: 1, runIds: [runId] })
    assert.deepEqual(
      batch?.runs.map((due) => due.run.id),
      [runId],
    )
    await batch?.release()
  })

  test('a run that waits is not due before its time', async (world) => {
    const { stores, runId } = await enrolled(world, chain({ pause: wait('PT5M'), end: leave }))
    await advanceAll(stores)
    assert.equal((await world.run(runId)).waitKind, 'time')
    await world.pass(290_000)
    assert.equal(await claimRuns(stores), null)
    await world.pass(11_000)
    await advanceAll(stores)
    assert.equal((await world.run(runId)).status, 'completed')
  })
}

function registerCommits(test: WorldTest): void {
  test('a commit writes the run, its steps and its text at once', async (world) => {
    const { runId } = await withPlannedText(world, ONE_TEXT)
    const run = await world.run(runId)
    const text = await textOf(world, runId)
    assert.deepEqual([run.status, run.nodeId, run.seq, run.waitKey], ['waiting', 'text', 2, text.id])
    assert.deepEqual(
      (await world.steps(runId)).map((step) => step.nodeId),
      ['start'],
    )
    assert.equal(text.status, 'planned')
  })

  test('a write with an older epoch changes nothing', async (world) => {
    const { stores, runId } = await enrolled(world)
    const batch = await claimRuns(stores)
    assert.ok(batch)
    const writes = await advance(stores, batch.runs)
    const stale = { ...writes, runs: writes.runs.map((run) => ({ ...run, epoch: run.epoch - 1 })) }
    await assert.rejects(batch.commit(stale), StoreUnavailable)
    assert.equal((await world.run(runId)).seq, 1)
    assert.deepEqual(await world.messagesOf(runId), [])
  })

  test('a batch of which one row cannot be written writes nothing, and frees its runs', async (world) => {
    const { stores, runId } = await enrolled(world)
    const batch = await claimRuns(stores)
    assert.ok(batch)
    const writes = await advance(stores, batch.runs)
    await assert.rejects(
      batch.commit({ ...writes, steps: [...writes.steps, ...writes.steps] }),
      (error) => !(error instanceof StoreUnavailable),
    )
    assert.deepEqual(await world.steps(runId), [])
    await advanceAll(stores)
    assert.equal((await world.run(runId)).waitKind, 'message')
  })

  test('a run that is set aside has failed with its reason, once', async (world) => {
    const { stores, runId } = await enrolled(world)
    assert.equal(await stores.runs.setAside(runId, 'It could not be written.'), true)
    assert.equal(await stores.runs.setAside(runId, 'Again.'), false)
    assert.equal((await world.run(runId)).status, 'failed')
    assert.deepEqual(
      (await world.steps(runId)).map((step) => step.status),
      ['failed'],
    )
    assert.equal(await claimRuns(stores), null)
  })

  test('a run that is postponed is looked at later, and has lost neither its wait nor what came of it', async (world) => {
    const { stores, contactId, runId } = await enrolled(world, chain({ ask, end: leave }))
    await advanceAll(stores)
    await world.text(contactId, 'Yes')
    const before = await world.run(runId)
    assert.equal(before.signal?.kind, 'reply')
    await stores.runs.postpone([runId], 30_000)
    assert.equal(await claimRuns(stores), null)
    const { signal, epoch, waitKind } = await world.run(runId)
    assert.deepEqual({ signal, epoch, waitKind }, { signal: before.signal, epoch: before.epoch, waitKind: 'reply' })
    await world.pass(31_000)
    await advanceAll(stores)
    assert.deepEqual(
      (await world.steps(runId)).map((step) => step.outcome),
      ['next', 'other', 'exit'],
    )
  })

  test('a run that waits for one that is set aside goes on', async (world) => {
    const child = await world.publish(ONE_TEXT)
    const { stores, contactId, runId } = await enrolled(
      world,
      chain({ child: ['start_workflow', { workflowId: child.workflowId, waitForIt: true }], end: leave }),
    )
    const batch = await claimRuns(stores)
    assert.ok(batch)
    await batch.commit(await advance(stores, batch.runs))
    const started = (await world.runsOf(contactId)).find((run) => run.id !== runId)
    assert.ok(started)
    await stores.runs.setAside(started.id, 'It could not be written.')
    await advanceAll(stores)
    assert.equal((await world.run(runId)).status, 'completed')
  })

  test('a contact that somebody else is changing is not waited for: the batch is tried again', async (world) => {
    const { stores, contactId, runId } = await enrolled(world, chain({ tag: ['add_tag', { tag: 'seen' }], end: leave }))
    const letGo = await world.holdContact(contactId)
    const batch = await claimRuns(stores)
    assert.ok(batch)
    await assert.rejects(batch.commit(await advance(stores, batch.runs)), StoreUnavailable)
    await letGo()
    await advanceAll(stores)
    assert.equal((await world.run(runId)).status, 'completed')
  })

  test('a workflow that may not be entered lets the run that waits for it go on', async (world) => {
    const nobody = '00000000-0000-7000-8000-000000000001'
    const { stores, runId } = await enrolled(
      world,
      chain({ child: ['start_workflow', { workflowId: nobody, waitForIt: true }], end: leave }),
    )
    await advanceAll(stores)
    assert.equal((await world.run(runId)).status, 'completed')
  })
}

function registerWaits(test: WorldTest): void {
  test('a reply ends the wait for it, once, and the time-out finds nothing left to do', async (world) => {
    const { stores, contactId, runId } = await enrolled(world, chain({ ask, pause: wait('P1D') }))
    await advanceAll(stores)
    await world.text(contactId, 'Hello', 'IN1')
    await world.text(contactId, 'Hello', 'IN1')
    const settled = await world.run(runId)
    assert.equal(settled.signal?.kind, 'reply')
    await advanceAll(stores)
    await world.pass(660_000)
    await advanceAll(stores)
    assert.deepEqual(
      (await world.steps(runId)).map((step) => step.outcome),
      ['next', 'other'],
    )
  })

  test('an event ends the wait for it', async (world) => {
    const { stores, contactId, runId } = await enrolled(
      world,
      chain({ pay: ['wait', { untilEvent: 'paid', timeout: 'P1D' }], end: leave }),
    )
    await advanceAll(stores)
    await world.event(contactId, 'other')
    assert.equal((await world.run(runId)).signal, null)
    await world.event(contactId, 'paid')
    await advanceAll(stores)
    assert.equal((await world.run(runId)).status, 'completed')
  })

  test('a change of the contact wakes its runs to look, and a wait that is not over keeps its end', async (world) => {
    const { stores, contactId, runId } = await enrolled(world, chain({ pause: wait('PT10M'), end: leave }))
    await advanceAll(stores)
    await world.pass(60_000)
    await world.change(contactId, { city: 'Lyon' })
    assert.ok(((await world.run(runId)).dueInMs ?? 1) <= 0)
    await advanceAll(stores)
    const { status, dueInMs } = await world.run(runId)
    assert.equal(status, 'waiting')
    assert.ok(dueInMs !== null && Math.abs(dueInMs - 540_000) < 30_000, `due in ${dueInMs}`)
  })

  test('a run that is canceled ends with its visit and takes its text along', async (world) => {
    const { runId } = await withPlannedText(world, ONE_TEXT)
    await world.cancel(runId)
    assert.equal((await world.run(runId)).status, 'canceled')
    assert.deepEqual(
      (await world.steps(runId)).map((step) => step.status),
      ['completed', 'canceled'],
    )
    assert.equal((await textOf(world, runId)).status, 'canceled')
  })

  test('a failed run is taken up again as a new visit of the node where it failed', async (world) => {
    const { stores, runId } = await enrolled(world)
    await stores.runs.setAside(runId, 'It could not be written.')
    await world.retry(runId)
    await advanceAll(stores)
    assert.deepEqual(
      (await world.steps(runId)).map((step) => [step.seq, step.status]),
      [
        [1, 'failed'],
        [2, 'completed'],
      ],
    )
    assert.equal((await world.run(runId)).waitKind, 'message')
  })
}
