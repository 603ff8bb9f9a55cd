import assert from 'node:assert/strict'
import { NewerVersion } from '@soniarose/core'
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

  test('a version keeps the behaviours that it was published with', async (world) => {
    const { versions } = world.stores()
    const old = await world.publish(chain({ end: leave }), [])
    const fresh = await world.publish(chain({ end: leave }), ['goal_at_end'])
    const graphs = await versions.graphs([old.versionId, fresh.versionId])
    const behavioursOf = (id: string) => {
      const graph = graphs.get(id)
      return graph && !(graph instanceof Error) ? [...graph.behaviours] : null
    }
    assert.deepEqual(behavioursOf(old.versionId), [])
    assert.deepEqual(behavioursOf(fresh.versionId), ['goal_at_end'])
  })

  test('a version of a newer release comes as such, and names what is not known', async (world) => {
    const { versions } = world.stores()
    const { versionId } = await world.publish(chain({ end: leave }), ['goal_at_end', 'of_tomorrow'])
    const graph = (await versions.graphs([versionId])).get(versionId)
    assert.ok(graph instanceof NewerVersion)
    assert.match(graph.message, /"of_tomorrow" is not known here/)
  })
}
