import assert from 'node:assert/strict'
import { chain, leave, say } from './steps.ts'
import { onWorld, type SuiteOptions } from './world.ts'

/** What every store of versions promises. */
export function registerVersionStoreSuite(options: SuiteOptions): void {
  const test = onWorld(options)

  test('published versions come compiled, each its own, and unknown ones not at all', async (world) => {
    const { versions } = world.stores()
    const one = await world.publish(chain({ text: say('Hi'), end: leave }))
    const other = await world.publish(chain({ end: leave }))
    const nobody = '00000000-0000-7000-8000-000000000001'
    const graphs = await versions.graphs([one.versionId, other.versionId, nobody])
    assert.deepEqual([...graphs.keys()].sort(), [one.versionId, other.versionId].sort())
    const graph = graphs.get(one.versionId)
    assert.ok(graph && !(graph instanceof Error))
    assert.deepEqual([...graph.nodes.keys()], ['start', 'text', 'end'])
  })
}
