import { test } from '@japa/runner'
import { parseScenarios } from '../../src/index.ts'

test.group('Scenario files', () => {
  test('one scenario, a list and a workflow file with scenarios are all read', ({ assert }) => {
    const one = { name: 'Says yes', replies: [{ when: 'ask', body: 'yes' }], expect: { status: 'completed' } }
    for (const json of [one, [one], { schemaVersion: 1, nodes: [], edges: [], scenarios: [one] }]) {
      const parsed = parseScenarios(json)
      assert.isTrue(parsed.ok)
      if (parsed.ok) assert.equal(parsed.value[0]?.name, 'Says yes')
    }
  })

  test('a fault is named with its place', ({ assert }) => {
    const parsed = parseScenarios([{ replies: [{ body: 'yes', after: 'soon' }] }])
    assert.isFalse(parsed.ok)
    if (!parsed.ok) assert.match(parsed.error[0] ?? '', /^0\.replies\.0\.after: /)
  })
})
