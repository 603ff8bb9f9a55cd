import { mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
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

  test('is told while packing of what the product would refuse at each call', async ({ assert, cleanup }) => {
    const parent = await temporary(cleanup)
    await newPlugin(parent, 'careless')
    const folder = join(parent, 'careless')
    const source = join(folder, 'src/plugin.ts')
    const good = await readFile(source, 'utf8')
    await rm(folder, { recursive: true })
    let tries = 0
    const told = async (from: string, to: string) => {
      await newPlugin(parent, 'careless')
      assert.include(good, from)
      // A module is loaded once a process: each source has an address of its own.
      const other = join(parent, `careless-${(tries += 1)}`)
      await rename(folder, other)
      await writeFile(join(other, 'src/plugin.ts'), good.replace(from, to))
      return writePlugin(other).then(
        () => 'packed',
        (error: Error) => error.message,
      )
    }
    assert.match(await told('nodes: [greet]', 'nodes: [greet, greet]'), /Two nodes are called greet/)
    assert.match(await told("outcomes: ['done']", "outcomes: ['done', 'done']"), /declares the outcome done twice/)
    assert.match(await told("z.string().default('friend')", 'z.url()'), /greet uses z\.url\(\)/)
    const permissions = "permissions: { contact: { read: ['name'], write: ['phone'] } }, nodes: [greet]"
    const refused = await told('nodes: [greet]', permissions)
    assert.match(refused, /no field name; it must be one of firstName[^]*no plugin may write phone/)
    const builtIn = "import { hostname } from 'node:os'\nexport const who = hostname()\nconst greet = defineNode({"
    assert.match(await told('const greet = defineNode({', builtIn), /^node:os: a plugin has no modules of Node/)
  }).timeout(30_000)

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
