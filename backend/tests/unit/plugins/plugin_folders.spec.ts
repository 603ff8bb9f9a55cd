import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { readPluginsIn } from '#app/plugins/built_in'

const JOY = join(import.meta.dirname, '../../../../plugins/joy-quotes')

test.group('A folder of plugins', () => {
  test('with broken ones in it gives the others, and says of each broken one what to do', async ({
    assert,
    cleanup,
  }) => {
    const folder = await mkdtemp(join(tmpdir(), 'plugins-'))
    cleanup(() => rm(folder, { recursive: true, force: true }))
    for (const name of ['a-cut-short', 'b-wrong', 'e-empty']) await mkdir(join(folder, name))
    await writeFile(join(folder, 'a-cut-short', 'plugin.json'), '{"name": "cut')
    await writeFile(join(folder, 'b-wrong', 'plugin.json'), '{"name": "b-wrong", "version": "one"}')
    for (const name of ['c-good', 'd-copy']) await cp(JOY, join(folder, name), { recursive: true })
    await cp(JOY, join(folder, 'f-large'), { recursive: true })
    await writeFile(join(folder, 'f-large', 'dist/plugin.js'), 'x'.repeat(600_000))
    const said: string[] = []
    const plugins = await readPluginsIn(folder, (sentence) => said.push(sentence))
    assert.deepEqual(
      plugins.map(({ name }) => name),
      ['joy-quotes'],
    )
    assert.match(
      said[0] ?? '',
      /^The plugin in plugins\/a-cut-short is left out .*JSON.*plugin:pack plugins\/a-cut-short$/,
    )
    assert.match(said[1] ?? '', /b-wrong is left out \(version: three numbers/)
    assert.match(said[2] ?? '', /d-copy is left out: another folder holds a plugin of that name/)
    assert.match(said[3] ?? '', /f-large is left out \(its bundle has more than 524288 bytes/)
    assert.lengthOf(said, 4)
  })
})
