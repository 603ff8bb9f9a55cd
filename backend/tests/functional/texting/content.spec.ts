import { test } from '@japa/runner'
import { Stack } from '../../support/stack.ts'
import { inARow } from './bulk.ts'

test.group('Texts judged before they are published', () => {
  test('the first one by what it must say, all by what carriers filter; none of it keeps from publishing', async ({
    assert,
    cleanup,
  }) => {
    const stack = await Stack.start({ demo: false, workers: 0 })
    cleanup(() => stack.stop())
    const api = await stack.api()
    await api.expect(200, api.patch('/api/settings', { brandName: 'Rose and Co' }))
    const graph = inARow([
      { id: 'start', type: 'trigger', data: { on: 'manual' } },
      { id: 'first', type: 'send_sms', data: { body: 'Hi! Reply STOP to opt out.' } },
      { id: 'second', type: 'send_sms', data: { body: 'More at https://bit.ly/rose' } },
    ])
    const { id } = await api.expect<{ id: string }>(201, api.post('/api/workflows', { name: 'Test', graph }))
    const judged = await api.expect<{
      errors: unknown[]
      warnings: { code: string; nodeId: string; message: string }[]
    }>(200, api.post(`/api/workflows/${id}/validate`))
    assert.deepEqual(judged.errors, [])
    assert.deepEqual(
      judged.warnings.map(({ code, nodeId }) => `${code} ${nodeId}`),
      ['W_FIRST_TEXT first', 'W_RISKY_TEXT second'],
    )
    assert.match(judged.warnings[0]?.message ?? '', /Rose and Co/)
    await api.expect(201, api.post(`/api/workflows/${id}/publish`))
  })
})
