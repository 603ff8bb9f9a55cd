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

/** What its author is told. */
const faultOf = (folder: string): Promise<string> =>
  writePlugin(folder).then(
    () => 'packed',
    (error: Error) => error.message,
  )

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
    const told = async (from: string, to: string) => {
      assert.include(good, from)
      await writeFile(source, good.replace(from, to))
      return faultOf(folder)
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

  test('is told, with the place, of a source that can’t be loaded; none keeps packing for ever', async ({
    assert,
    cleanup,
  }) => {
    const parent = await temporary(cleanup)
    await newPlugin(parent, 'broken')
    const folder = join(parent, 'broken')
    const source = join(folder, 'src/plugin.ts')
    const good = await readFile(source, 'utf8')
    const told = async (text: string) => {
      await writeFile(source, text)
      return faultOf(folder)
    }
    assert.match(await told(`${good}\nfor (;;) {}`), /^src\/plugin\.ts: it takes longer than 10 s to load: something/)
    assert.match(await told(`${good}\nawait new Promise(() => {})`), /^src\/plugin\.ts: it can't be loaded to its end/)
    assert.match(await told(`${good}\nprocess.exit(0)`), /^src\/plugin\.ts: it can't be loaded to its end/)
    const greed = 'const all: unknown[] = []\nfor (;;) all.push(Array.from({ length: 1e5 }))'
    assert.match(await told(`${good}\n${greed}`), /^src\/plugin\.ts: it takes more than 256 MB to load/)
    assert.equal(await told(`\nthrow new Error('no luck')\n${good}`), 'src/plugin.ts:2: no luck')
    assert.match(await told(`\n\nconst = 3\n${good}`), /^src\/plugin\.ts:3: /)
    assert.match(await told('export const plugin = 1'), /must export definePlugin/)
    assert.match(await told('export default { nodes: [{}] }'), /made with defineNode/)
    assert.equal(await told(good), 'packed')
  }).timeout(40_000)

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
