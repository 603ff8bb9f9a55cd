import { test } from '@japa/runner'
import type { Graph } from '@soniarose/graph'
import { DraftSaver, type SaveOutcome } from '../../../src/editor/store/autosave.ts'
import { createEditorStore } from '../../../src/editor/store/editor_store.ts'
import { renameWorkflow } from '../../../src/editor/store/gestures_of_graph.ts'
import { smallGraph } from './sample_graph.ts'

/** A server and a clock that the test moves by hand. */
function setUp(answers: SaveOutcome[]) {
  const store = createEditorStore({ graph: smallGraph() })
  const sent: { graph: Graph; base: number }[] = []
  const waiting = new Map<number, () => void>()
  let next = 1
  const timers = {
    setTimeout: ((work: () => void) => {
      waiting.set(next, work)
      return next++
    }) as unknown as typeof setTimeout,
    clearTimeout: ((id: number) => void waiting.delete(id)) as unknown as typeof clearTimeout,
  }
  const send = async (graph: Graph, base: number): Promise<SaveOutcome> => {
    sent.push({ graph, base })
    return answers.shift() ?? { kind: 'saved', revision: base + 1 }
  }
  const autosave = new DraftSaver(store, { revision: 3, send, timers })
  const tick = async () => {
    const due = [...waiting.values()]
    waiting.clear()
    for (const work of due) work()
    for (let turn = 0; turn < 8; turn += 1) await Promise.resolve()
  }
  const rename = (name: string) => store.getState().run(renameWorkflow(store.getState().graph, name))
  return { store, autosave, sent, tick, rename, status: () => autosave.state.getState().status }
}

test.group('Autosave', () => {
  test('an edit is saved a moment later, on top of the revision that it was made from', async ({ assert }) => {
    const { sent, tick, rename, status } = setUp([])
    rename('One')
    assert.equal(status(), 'dirty')
    await tick()
    assert.deepEqual(
      sent.map(({ base }) => base),
      [3],
    )
    assert.equal(sent[0]?.graph.name, 'One')
    assert.equal(status(), 'saved')
  })

  test('what is edited while a request is under way is saved after it, never beside it', async ({ assert }) => {
    const { sent, tick, rename, status, autosave } = setUp([])
    rename('One')
    const first = autosave.saveNow()
    rename('Two')
    await first
    assert.lengthOf(sent, 1)
    assert.equal(status(), 'dirty')
    await tick()
    assert.deepEqual(
      sent.map(({ base }) => base),
      [3, 4],
    )
    assert.equal(status(), 'saved')
  })

  test('a draft that somebody else has changed is never sent again until it is decided', async ({ assert }) => {
    const { sent, tick, rename, status } = setUp([{ kind: 'stale' }])
    rename('One')
    await tick()
    assert.equal(status(), 'stale')
    rename('Two')
    await tick()
    assert.lengthOf(sent, 1)
  })

  test('loading theirs can be undone, and then mine is saved on top of it', async ({ assert }) => {
    const { store, autosave, sent, tick, rename, status } = setUp([{ kind: 'stale' }])
    rename('Mine')
    await tick()
    autosave.rebase(9, { ...smallGraph(), name: 'Theirs' })
    assert.equal(store.getState().graph.name, 'Theirs')
    assert.equal(status(), 'saved')
    store.getState().undo()
    assert.equal(store.getState().graph.name, 'Mine')
    await tick()
    assert.equal(sent.at(-1)?.base, 9)
    assert.equal(sent.at(-1)?.graph.name, 'Mine')
  })

  test('a server that can’t be reached is tried again until it answers', async ({ assert }) => {
    const { sent, tick, rename, status } = setUp([
      { kind: 'failed', message: 'down' },
      { kind: 'failed', message: 'down' },
    ])
    rename('One')
    await tick()
    assert.equal(status(), 'failed')
    await tick()
    await tick()
    assert.lengthOf(sent, 3)
    assert.equal(status(), 'saved')
  })

  test('a refused draft isn’t sent over and over, but the next edit is', async ({ assert }) => {
    const { sent, tick, rename, status } = setUp([{ kind: 'refused', message: 'too large' }])
    rename('One')
    await tick()
    await tick()
    assert.equal(status(), 'refused')
    assert.lengthOf(sent, 1)
    rename('Two')
    await tick()
    assert.equal(status(), 'saved')
  })

  test('taking the only unsaved edit back leaves nothing to save', async ({ assert }) => {
    const { store, sent, tick, rename } = setUp([])
    rename('One')
    store.getState().undo()
    await tick()
    assert.lengthOf(
      sent.filter(({ graph }) => graph.name === 'One'),
      0,
    )
  })
})
