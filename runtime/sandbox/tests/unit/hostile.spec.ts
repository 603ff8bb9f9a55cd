import { test } from '@japa/runner'
import { PluginHost } from '../../src/index.ts'
import { callOf, giving } from './support.ts'

const GOOD = callOf(giving('"fine"'))

/** Each would hang, crash or swell the process it runs in; the first three get past isolated-vm's own limits. */
const HOSTILE: Record<string, string> = {
  'fills the largest array': 'new Array(2 ** 32 - 2).fill(0)',
  'grows a map for ever': 'const m = new Map(); for (let i = 0; ; i++) m.set(i, {})',
  'squares a big number for ever': 'let b = 3n; for (;;) b *= b',
  'parses JSON nested a million deep': 'JSON.parse("[".repeat(1e6))',
  'loops for ever': 'for (;;) {}',
  'loops for ever after an await': 'await null; for (;;) {}',
  'loops for ever in microtasks': 'const again = () => Promise.resolve().then(again); await again()',
  'never settles': 'await new Promise(() => {})',
  'allocates strings for ever': 'let s = "x"; for (;;) s += s',
  'recurses for ever': 'const f = () => f(); f()',
  'runs a catastrophic pattern': '/^(a+)+$/.test("a".repeat(40) + "!")',
  'allocates buffers for ever': 'const all = []; for (;;) all.push(new ArrayBuffer(1e8))',
  'throws an object that lies about itself': 'throw { get message() { for (;;) {} } }',
  'gives a result of many megabytes': 'return { outcome: "done", output: "x".repeat(5e6) }',
  'writes its result as nothing at all': 'Object.prototype.toJSON = () => null; return { outcome: "done", output: 1 }',
  'throws nothing at all': 'throw undefined',
  'asks for an address of megabytes, often':
    'for (let i = 0; i < 100; i++) await context.fetch("https://a.example/" + "x".repeat(1e6))',
  'gives a result nested too deep':
    'let v = []; for (let i = 0; i < 1e4; i++) v = [v]; return { outcome: "done", output: v }',
}

test.group('A hostile plugin', (group) => {
  group.each.timeout(20_000)

  for (const [what, body] of Object.entries(HOSTILE)) {
    test(`that ${what} ends in a failure, and the next plugin runs`, async ({ assert, cleanup }) => {
      const host = new PluginHost({ fetch: async () => ({ status: 200, headers: {}, body: '' }), processes: 1 })
      cleanup(() => host.stop())
      const result = await host.call(callOf(body))
      assert.isFalse(result.ok, JSON.stringify(result))
      assert.deepInclude(await host.call(GOOD), { ok: true, output: 'fine' })
    })
  }
})

test.group('A plugin that looks for a way out', () => {
  const PROBES: Record<string, string> = {
    process: 'typeof process',
    require: 'typeof require',
    'the host function': 'typeof $0',
    WebAssembly: 'typeof WebAssembly',
    SharedArrayBuffer: 'typeof SharedArrayBuffer',
    Atomics: 'typeof Atomics',
    'the process through a constructor': 'context.log.constructor("return typeof process")()',
    'the closure of the host function':
      '(() => { try { return typeof context.fetch.arguments } catch { return "undefined" } })()',
  }

  test('finds none of the things that lead to the host', async ({ assert, cleanup }) => {
    const host = new PluginHost({ fetch: async () => ({ status: 200, headers: {}, body: '' }), processes: 1 })
    cleanup(() => host.stop())
    for (const [what, expression] of Object.entries(PROBES)) {
      const result = await host.call(callOf(giving(expression)))
      assert.deepInclude(result, { ok: true, output: 'undefined' }, what)
    }
  })

  test('cannot change what the host sees by patching the built-ins', async ({ assert, cleanup }) => {
    const host = new PluginHost({ fetch: async () => ({ status: 200, headers: {}, body: '' }), processes: 1 })
    cleanup(() => host.stop())
    const body = `Object.prototype.polluted = 1; JSON.stringify = () => '{"outcome":"admin"}'; ${giving('"plain"')}`
    assert.deepInclude(await host.call(callOf(body)), { ok: true, output: 'plain' })
    assert.isUndefined(({} as Record<string, unknown>)['polluted'])
  })
})
