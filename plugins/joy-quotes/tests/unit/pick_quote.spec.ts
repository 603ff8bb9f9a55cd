import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { packPlugin } from '@soniarose/plugin-sdk/pack'
import { runNode } from '@soniarose/plugin-sdk/testing'
import plugin from '../../src/plugin.ts'
import { QUOTES } from '../../src/quotes.ts'

const FOLDER = join(import.meta.dirname, '../..')
const DAY_MS = 86_400_000

test.group('A marketer puts a quote into a text', () => {
  test('gets the same one all day and another on the next', async ({ assert }) => {
    const at = async (now: number) => (await runNode(plugin, 'pick_quote', { input: { mood: 'happy' }, now })).output
    assert.deepEqual(await at(DAY_MS * 100), await at(DAY_MS * 100 + DAY_MS - 1))
    assert.notDeepEqual(await at(DAY_MS * 100), await at(DAY_MS * 101))
  })

  test('gets one that fits the mood, and any without one', async ({ assert }) => {
    for (const mood of ['happy', 'calm', 'brave', undefined] as const) {
      const { output } = await runNode(plugin, 'pick_quote', { input: mood ? { mood } : {}, now: DAY_MS * 7 })
      const quote = QUOTES.find((candidate) => candidate.text === (output as { text: string }).text)
      assert.isTrue(mood === undefined ? quote !== undefined : quote?.moods.includes(mood))
    }
  })

  test('can put any quote beside a greeting into two segments', ({ assert }) => {
    for (const quote of QUOTES) assert.isBelow(quote.text.length + quote.author.length, 160)
  })
})

test('the packed files are what the source makes, so that no author ships yesterday’s code', async ({ assert }) => {
  const packed = await packPlugin(FOLDER)
  assert.equal(await readFile(join(FOLDER, 'plugin.json'), 'utf8'), packed.manifestText)
  assert.equal(await readFile(join(FOLDER, packed.manifest.entry), 'utf8'), packed.bundle)
})
