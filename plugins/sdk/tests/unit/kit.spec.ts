import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import * as z from 'zod'
import { defineNode, definePlugin, toManifest } from '../../src/index.ts'
import { parseManifest } from '../../src/manifest.ts'
import { readPlugin, writePlugin } from '../../src/pack.ts'
import { newPlugin } from '../../src/scaffold.ts'
import { runNode } from '../../src/testing.ts'

const node = defineNode({
  name: 'shout',
  title: 'Shout',
  input: z.object({ word: z.string(), times: z.int().default(2) }),
  output: z.object({ text: z.string() }),
  outcomes: ['done', 'silent'],
  run: ({ input }) => ({
    outcome: input.word ? 'done' : 'silent',
    output: { text: input.word.toUpperCase().repeat(input.times) },
  }),
})
const plugin = definePlugin({ name: 'shout', version: '1.0.0', title: 'Shout', description: '', nodes: [node] })

async function temporary(cleanup: (callback: () => Promise<void>) => void) {
  const folder = await mkdtemp(join(tmpdir(), 'plugin-kit-'))
  cleanup(() => rm(folder, { recursive: true, force: true }))
  // A plugin outside the repository finds the SDK where npm would have put it.
  await symlink(join(import.meta.dirname, '../../../../node_modules'), join(folder, 'node_modules'))
  return folder
}

test.group('A plugin author', () => {
  test('tries a node without the product, with the defaults of its schema', async ({ assert }) => {
    const result = await runNode(plugin, 'shout', { input: { word: 'joy' } })
    assert.deepInclude(result, { outcome: 'done', output: { text: 'JOYJOY' } })
  })

  test('gets a form from the input schema, where a field with a default is optional', ({ assert }) => {
    const read = parseManifest(toManifest(plugin, 'dist/plugin.js'))
    assert.isTrue(read.ok)
    assert.deepInclude(read.ok && read.manifest.nodes[0]?.input, { required: ['word'] })
  })

  test('starts from a template that packs and reads back as it is', async ({ assert, cleanup }) => {
    const parent = await temporary(cleanup)
    const made = await newPlugin(parent, 'word-of-the-day')
    assert.isTrue(made.ok)
    const folder = join(parent, 'word-of-the-day')
    const packed = await writePlugin(folder)
    assert.equal(packed.manifest.title, 'Word of the day')
    assert.deepEqual((await readPlugin(folder)).manifest, packed.manifest)
  }).timeout(20_000)

  test('never loses a folder to the template', async ({ assert, cleanup }) => {
    const parent = await temporary(cleanup)
    await newPlugin(parent, 'mine')
    await writeFile(join(parent, 'mine/README.md'), 'my words')
    assert.isFalse((await newPlugin(parent, 'mine')).ok)
    assert.equal(await readFile(join(parent, 'mine/README.md'), 'utf8'), 'my words')
  })

  test('is told what is wrong with a manifest, field by field', ({ assert }) => {
    const read = parseManifest({
      ...(toManifest(plugin, '../../etc/passwd.js') as object),
      version: 'one',
      permissions: { http: ['127.0.0.1', '*.example.com', 'https://example.com'] },
    })
    assert.isFalse(read.ok)
    const paths = read.ok ? [] : read.errors.map((error) => error.path)
    assert.includeMembers(paths, ['version', 'entry', 'permissions.http.0', 'permissions.http.1', 'permissions.http.2'])
  })
})
