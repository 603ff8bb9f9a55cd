import { test } from '@japa/runner'
import { Stack } from '../../../backend/tests/support/stack.ts'
import { newWorkflow, oneText, type Made } from '../../../backend/tests/support/tenants.ts'
import { closeBrowser, journey, signIn, visit } from './support/browser.ts'

test.group('A marketer who keeps segments', (group) => {
  group.teardown(closeBrowser)

  test('starts a workflow for everybody in one, from either side, and is told for how many and why not for others', async ({
    assert,
    cleanup,
  }) => {
    const stack = await Stack.start({ demo: false, workers: 0 })
    cleanup(() => stack.stop())
    const api = await stack.api()
    for (const phone of ['+14155550191', '+14155550192'])
      await api.expect(201, api.post('/api/contacts', { phone, firstName: 'Ada', tags: ['vip'] }))
    const rules = { field: 'contact.tags', op: 'has_tag', value: 'vip' }
    await api.expect(201, api.post('/api/segments', { name: 'VIPs', rules }))
    const { id } = await newWorkflow(api, { ...oneText(), settings: { reentry: 'never' } })
    await api.expect(201, api.post(`/api/workflows/${id}/publish`, {}))
    const visited = await visit(stack.url)
    const { page, faults } = visited
    const dialog = page.getByRole('dialog')
    const choose = async (row: string, item: string) => {
      await page.getByRole('button', { name: `More for ${row}` }).click()
      await page.getByRole('menuitem', { name: item }).click()
    }
    await journey(visited, async () => {
      await signIn(page, stack.owner)
      await page.goto('/crm/segments')
      await choose('VIPs', 'Start a workflow for them')
      await dialog.getByText('2 contacts are in it now.').waitFor()
      await dialog.getByRole('button', { name: 'Start for 2 contacts' }).click()
      await page.getByText('2 contacts entered').waitFor()

      await page.goto('/crm/workflows')
      await choose('Test', 'Start for a segment')
      assert.isTrue(await dialog.getByRole('button', { name: 'Start' }).isDisabled(), 'no segment is chosen')
      await dialog.getByRole('combobox', { name: 'Segment' }).click()
      await page.getByRole('option', { name: 'VIPs' }).click()
      await dialog.getByRole('button', { name: 'Start for 2 contacts' }).click()
      await page.getByText('0 contacts entered').waitFor()
      await page.getByText('Not entered: 2').waitFor()
    })
    const { data } = await api.expect<{ data: unknown[] }>(200, api.get(`/api/workflows/runs?workflowId=${id}`))
    assert.lengthOf(data, 2)
    assert.deepEqual(faults, [])
  }).timeout(90_000)

  test('makes one, finds who is in it, renames it by the keyboard, and can’t delete it from under a workflow', async ({
    assert,
    cleanup,
  }) => {
    const stack = await Stack.start({ demo: false, workers: 0 })
    cleanup(() => stack.stop())
    const api = await stack.api()
    for (const [phone, firstName, tags] of [
      ['+14155550191', 'Ada', ['vip']],
      ['+14155550192', 'Bo', []],
    ])
      await api.expect(201, api.post('/api/contacts', { phone, firstName, tags }))
    const visited = await visit(stack.url)
    const { page, faults } = visited
    const dialog = page.getByRole('dialog')
    const row = (name: string) => page.getByRole('table', { name: 'Segments' }).getByRole('row', { name })
    const askToDelete = async (name: string) => {
      await page.getByRole('button', { name: `More for ${name}` }).click()
      await page.getByRole('menuitem', { name: 'Delete' }).click()
    }
    await journey(visited, async () => {
      await signIn(page, stack.owner)
      await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Segments' }).click()
      await page.getByText('No segment yet').waitFor()
      await page.keyboard.press('n')
      await dialog.getByLabel('Name').fill('VIPs')
      assert.isTrue(await dialog.getByRole('button', { name: 'Make it' }).isDisabled(), 'its rule isn’t finished')
      await dialog.getByLabel('Value').fill('vip')
      await dialog.getByText('1 contact now.').waitFor()
      await dialog.getByRole('button', { name: 'Make it' }).click()
      await row('VIPs').getByTitle('Tagged “vip”').waitFor()

      await row('VIPs').getByRole('link', { name: 'See 1 contact of VIPs' }).click()
      await page.getByText('Who is in “VIPs” now: Tagged “vip”.').waitFor()
      await page.reload()
      await page.getByRole('row', { name: 'Ada' }).waitFor()
      assert.equal(await page.getByRole('row', { name: 'Bo' }).count(), 0)
      await page.getByRole('link', { name: 'Change the segment' }).click()
      await dialog.getByLabel('Name').fill('Best customers')
      await page.keyboard.press('Enter')
      await row('Best customers').waitFor()

      const { data } = await api.expect<{ data: Made[] }>(200, api.get('/api/segments'))
      const graph = oneText()
      const nodes = graph.nodes.map((node) =>
        node.id === 'start' ? { ...node, data: { on: 'segment_entered', segmentId: data[0]?.id } } : node,
      )
      const workflow = await newWorkflow(api, { ...graph, nodes })
      await row('Best customers').getByRole('link', { name: 'Test' }).waitFor()
      await askToDelete('Best customers')
      await dialog.getByText('can’t be deleted yet').waitFor()
      await dialog.getByRole('link', { name: 'Test' }).waitFor()
      assert.equal(new URL(page.url()).pathname, '/crm/segments', 'a menu’s click doesn’t open the row behind it')
      await page.keyboard.press('Escape')

      await api.expect(204, api.delete(`/api/workflows/${workflow.id}`))
      await row('Best customers').getByRole('link', { name: 'Test' }).waitFor({ state: 'detached' })
      await askToDelete('Best customers')
      await dialog.getByRole('button', { name: 'Delete segment' }).click()
      await page.getByText('No segment yet').waitFor()
      await page.goto(`/crm/segments/${data[0]?.id}`)
      await dialog.getByText('This segment isn’t here').waitFor()
    })
    assert.deepEqual(faults, [])
  }).timeout(90_000)
})
