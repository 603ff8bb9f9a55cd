import { test } from '@japa/runner'
import { GRAPH_VERSIONS, migrate, MIGRATIONS, SCHEMA_VERSION, type Migration } from '../../src/index.ts'

/** For every migration a file of the version before it, and what it must become. Add a case with each migration. */
const CASES: Record<string, { before: Record<string, unknown>; after: Record<string, unknown> }> = {}

/** Two invented steps, so that the machinery is proven before the first real one. */
const invented: Migration[] = [
  { name: 'RenameTitle', to: 2, up: ({ title, ...rest }) => ({ ...rest, name: title }) },
  { name: 'AddSettings', to: 3, up: (json) => ({ settings: {}, ...json }) },
]

test.group('Migrating a graph', () => {
  test('every migration has a case and does what the case says', ({ assert }) => {
    const called = new Set<string>()
    for (const step of MIGRATIONS) {
      const known = CASES[step.name]
      assert.isDefined(known, `${step.name} has no case in this test`)
      if (!known) continue
      called.add(step.name)
      assert.deepEqual(step.up(known.before), known.after)
    }
    assert.equal(called.size, MIGRATIONS.length)
  })

  test('the version that is written is the one that migrations lead to', ({ assert }) => {
    assert.equal(SCHEMA_VERSION, Math.max(...Object.values(GRAPH_VERSIONS)))
    assert.equal(SCHEMA_VERSION, GRAPH_VERSIONS.FirstRelease + MIGRATIONS.length)
  })

  test('an old file goes through every step after its version, in order', ({ assert }) => {
    assert.deepEqual(migrate({ schemaVersion: 1, title: 'Joy' }, invented), {
      ok: true,
      value: { schemaVersion: 3, name: 'Joy', settings: {} },
    })
    assert.deepEqual(migrate({ schemaVersion: 2, name: 'Joy' }, invented), {
      ok: true,
      value: { schemaVersion: 3, name: 'Joy', settings: {} },
    })
  })

  test('a file without a version counts as the first', ({ assert }) => {
    assert.deepEqual(migrate({ name: 'Joy' }), { ok: true, value: { name: 'Joy', schemaVersion: 1 } })
  })

  test('a gap between migrations is our mistake and stops at once', ({ assert }) => {
    assert.throws(() => migrate({ schemaVersion: 1 }, invented.slice(1)), /AddSettings makes version 3, expected 2/)
  })
})
