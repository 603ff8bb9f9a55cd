import { test } from '@japa/runner'
import { builtInPlugins, installPluginsIn, type PluginFile } from '#app/plugins/built_in'
import { installedPlugins } from '#app/workflows/read_graph'
import type { Db } from '#app/core/db'
import { EngineWorld } from '../engine/engine_world.ts'

test.group('A plugin of another version', (group) => {
  group.each.timeout(40_000)

  test('is the one that new workflows get, also when it is an older one; the runs’ own versions stay', async ({
    assert,
    cleanup,
  }) => {
    const world = await EngineWorld.create(cleanup)
    const db: Db = {
      query: async <Row extends object>(sql: string, params: readonly unknown[] = []) =>
        (await world.pool.query<Row>(sql, [...params])).rows,
    }
    const [joy] = await builtInPlugins()
    if (joy === undefined) throw new Error('no plugin comes with the product')
    const at = (version: string): PluginFile => ({ ...joy, version, manifest: { ...joy.manifest, version } })
    for (const version of ['1.1.0', '1.2.0', '1.1.0']) {
      await installPluginsIn(db, [world.workspaceId], [at(version)])
      const [newest] = await installedPlugins(db, world.workspaceId)
      assert.deepInclude(newest, { name: 'joy-quotes', version })
    }
    const { count } = await world.one<{ count: string }>(
      `SELECT count(*) FROM plugins WHERE workspace_id = $1 AND version IN ('1.1.0', '1.2.0')`,
      [world.workspaceId],
    )
    assert.equal(Number(count), 2)
  })
})
