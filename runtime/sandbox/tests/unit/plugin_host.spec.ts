import { test } from '@japa/runner'
import { PluginHost, type PluginFetch, type PluginResult } from '../../src/index.ts'
import { callOf, giving } from './support.ts'

const noFetch: PluginFetch = async () => {
  throw new Error('nothing should be fetched')
}

/** A host that is stopped after the test, with all its processes. */
function hostFor(cleanup: (callback: () => Promise<void>) => void, fetch: PluginFetch = noFetch) {
  const host = new PluginHost({ fetch, processes: 1 })
  cleanup(() => host.stop())
  return host
}

function output(result: PluginResult): unknown {
  if (!result.ok) throw new Error(`${result.code}: ${result.message}`)
  return result.output
}

test.group('A plugin author runs a node', () => {
  test('sees the input, the declared contact fields and the time, and gives its output back', async ({
    assert,
    cleanup,
  }) => {
    const call = callOf(giving('{ contact: context.contact, now: context.now }'), {
      permissions: { contact: { read: ['firstName', 'attributes.plan'], write: [] } },
      contact: { firstName: 'Ada', phone: '+15550100', attributes: { plan: 'gold' } },
    })
    const result = await hostFor(cleanup).call(call)
    assert.deepEqual(output(result), { contact: { firstName: 'Ada', 'attributes.plan': 'gold' }, now: 0 })
  })

  test('a call leaves nothing behind for the next one', async ({ assert, cleanup }) => {
    const host = hostFor(cleanup)
    const call = callOf(
      'globalThis.count = (globalThis.count ?? 0) + 1; return { outcome: "done", output: globalThis.count }',
    )
    assert.equal(output(await host.call(call)), 1)
    assert.equal(output(await host.call(call)), 1)
  })

  test('may write the contact fields that it declares and no other', async ({ assert, cleanup }) => {
    const host = hostFor(cleanup)
    const write = `context.setContact({ firstName: 'Bo' }); ${giving('1')}`
    const allowed = await host.call(callOf(write, { permissions: { contact: { read: [], write: ['firstName'] } } }))
    assert.isTrue(allowed.ok)
    assert.deepEqual(allowed.ok && allowed.contactPatch, { firstName: 'Bo' })
    const refused = await host.call(callOf(write))
    assert.equal(!refused.ok && refused.code, 'permission')
  })

  test('learns of an undeclared outcome, an unknown node and its own exception in words', async ({
    assert,
    cleanup,
  }) => {
    const host = hostFor(cleanup)
    const wrongWay = await host.call(callOf('return { outcome: "nowhere", output: 1 }'))
    assert.deepInclude(wrongWay, { ok: false, code: 'bad_output' })
    const threw = await host.call(callOf('throw new Error("my mistake")'))
    assert.deepInclude(threw, { ok: false, code: 'threw', message: 'my mistake' })
    const unknown = await host.call({ ...callOf(giving('1')), node: 'other' })
    assert.deepInclude(unknown, { ok: false, code: 'bad_plugin' })
  })

  test('is told apart by where it went wrong, not by the words it chose', async ({ assert, cleanup }) => {
    const host = hostFor(cleanup)
    const threw = async (body: string) => {
      const result = await host.call(callOf(body))
      return result.ok ? 'ok' : result.code
    }
    assert.equal(await threw('throw new Error("the request timed out")'), 'threw')
    assert.equal(await threw('JSON.parse("{")'), 'threw')
    assert.deepInclude(await host.call(callOf('throw { a: 1 }')), {
      message: 'It threw something that is no Error; throw new Error("what went wrong").',
    })
    assert.deepInclude(await host.call(callOf('')), {
      message: 'The node gave no outcome; return { outcome, output } with one of done.',
    })
    for (const bundle of ['{{{', 'throw new Error("at load")', 'var __plugin = null', 'var __plugin = { nodes: 5 }']) {
      const result = await host.call({ ...callOf(''), bundle, sha256: bundle })
      assert.deepInclude(result, { ok: false, code: 'bad_plugin' }, bundle)
    }
  })

  test('whose schema nobody can read is refused, and says which schema', async ({ assert, cleanup }) => {
    const call = callOf(giving('1'))
    const nodes = call.manifest.nodes.map((node) => ({ ...node, input: { type: 'nonsense' } }))
    const result = await hostFor(cleanup).call({ ...call, manifest: { ...call.manifest, nodes } })
    assert.deepInclude(result, { ok: false, code: 'bad_plugin' })
    assert.match(result.ok ? '' : result.message, /^The input schema of go can't be read/)
  })
})

test.group('A plugin reaches the network', () => {
  const answer: PluginFetch = async (request) => ({ status: 200, headers: {}, body: JSON.stringify(request) })

  test('only at hosts that it declares', async ({ assert, cleanup }) => {
    const host = hostFor(cleanup, answer)
    const fetches = (url: string) =>
      host.call(
        callOf(
          `try { return { outcome: 'done', output: (await context.fetch('${url}')).status } } catch (e) { ${giving('e.message')} }`,
          {
            permissions: { http: ['api.example.com'] },
          },
        ),
      )
    assert.equal(output(await fetches('https://api.example.com/x')), 200)
    for (const url of [
      'https://evil.example.com',
      'https://api.example.com.evil.org',
      'http://127.0.0.1',
      'file:///etc/passwd',
      'x',
    ]) {
      assert.match(String(output(await fetches(url))), /refused/, url)
    }
  })

  test('with secrets that it can use and never see', async ({ assert, cleanup }) => {
    const seen: string[] = []
    const host = hostFor(cleanup, async (request) => {
      seen.push(request.headers['authorization'] ?? '')
      return { status: 204, headers: {}, body: '' }
    })
    const body = `await context.fetch('https://api.example.com', { headers: { authorization: 'Bearer {{secret:KEY}}' } }); ${giving('JSON.stringify(context)')}`
    const permissions = { http: ['api.example.com'], secrets: ['KEY'] }
    const result = await host.call(callOf(body, { permissions, secrets: { KEY: 'canary-1' } }))
    assert.deepEqual(seen, ['Bearer canary-1'])
    assert.notInclude(String(output(result)), 'canary-1')
  })

  test('not with requests of megabytes, and hears so while its neighbour goes on', async ({ assert, cleanup }) => {
    const host = hostFor(cleanup, answer)
    const call = callOf(`await context.fetch('https://a.example/' + 'x'.repeat(1e6))`)
    for (let round = 0; round < 5; round += 1) {
      const refused = await host.call(call)
      assert.deepInclude(refused, { code: 'threw', message: 'a request of more than 262144 characters' })
      assert.equal(output(await host.call(callOf(giving('"fine"')))), 'fine')
    }
  })

  test('not more often than its limit', async ({ assert, cleanup }) => {
    const host = hostFor(cleanup, answer)
    const body = `let n = 0; try { for (;;) { await context.fetch('https://api.example.com'); n += 1 } } catch { ${giving('n')} }`
    const call = callOf(body, { permissions: { http: ['api.example.com'] }, limits: { fetches: 3 } })
    assert.equal(output(await host.call(call)), 3)
  })
})
