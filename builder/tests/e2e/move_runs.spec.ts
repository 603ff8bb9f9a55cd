import { AxeBuilder } from '@axe-core/playwright'
import { test } from '@japa/runner'
import { Stack } from '../../../backend/tests/support/stack.ts'
import { CONSENT, freshPhone, newWorkflow, type Made } from '../../../backend/tests/support/tenants.ts'
import type { Api } from '../../../backend/tests/support/api.ts'
import { closeBrowser, journey, signIn, visit } from './support/browser.ts'

type Kind = [id: string, type: string, data: object]

const graph = (nodes: Kind[]) => ({
  schemaVersion: 1,
  name: 'Welcome',
  settings: { reentry: 'never' },
  nodes: nodes.map(([id, type, data], row) => ({ id, type, position: { x: 0, y: row * 140 }, data })),
  edges: nodes.slice(1).map(([target], row) => ({
    id: `e${row}`,
    source: nodes[row]?.[0],
    sourceHandle: 'next',
    target,
  })),
})

const start: Kind = ['start', 'trigger', { on: 'manual' }]
const text = (id: string, body: string): Kind => [id, 'send_sms', { body: `${body} Reply STOP to opt out.` }]

/** Three people rest in the first version; a second one waits to be published. */
async function betterDraft(api: Api): Promise<string> {
  const first = graph([start, ['rest', 'wait', { for: 'P5D' }], text('bye', 'Goodbye.')])
  const { id } = await newWorkflow(api, first)
  await api.expect(201, api.post(`/api/workflows/${id}/publish`))
  const contactIds: string[] = []
  for (const firstName of ['Ada', 'Ben', 'Cleo']) {
    const person = { phone: freshPhone(), firstName, consent: CONSENT }
    contactIds.push((await api.expect<Made>(201, api.post('/api/contacts', person))).id)
  }
  await api.expect(202, api.post(`/api/workflows/${id}/enroll`, { contactIds }))
  await api.expect(200, api.post('/api/sandbox/clock/advance', { by: 'PT1S' }))
  const second = graph([start, ['rest', 'wait', { for: 'P3D' }], text('hello', 'Hello.'), text('bye', 'See you.')])
  await api.expect(200, api.request('PUT', `/api/workflows/${id}/draft`, { body: { graph: second } }))
  return id
}

/** Three people rest in the first of two versions. */
async function twoVersions(api: Api): Promise<string> {
  const id = await betterDraft(api)
  await api.expect(201, api.post(`/api/workflows/${id}/publish`))
  return id
}

test.group('Somebody who has a better version', (group) => {
  group.teardown(closeBrowser)

  test('is told before it is published how many stay on the old one, and is led to where they can be moved', async ({
    assert,
    cleanup,
  }) => {
    const stack = await Stack.start({ demo: false })
    cleanup(() => stack.stop())
    const id = await betterDraft(await stack.api())
    const visited = await visit(stack.url)
    const { page, faults } = visited
    await journey(visited, async () => {
      await signIn(page, stack.owner)
      await page.goto(`/crm/workflows/${id}`)
      await page.getByRole('button', { name: 'Publish' }).click()
      const dialog = page.getByRole('dialog', { name: 'Publish this workflow' })
      await dialog.getByText('3 runs are under way on version 1. They stay on the version that they began').waitFor()
      assert.equal(
        await dialog.getByRole('link', { name: 'move runs to it' }).getAttribute('href'),
        `/crm/workflows/${id}/runs/move`,
      )
      await dialog.getByRole('button', { name: 'Publish' }).click()
      await page.getByText('3 runs go on with the version that they began with.').waitFor()
      await page.getByRole('button', { name: 'Move runs' }).click()
      await page.getByText('Version 2 · live').waitFor()
      await page.getByText('3 runs here').waitFor()
    })
    assert.deepEqual(faults, [])
    await page.context().close()
  }).timeout(120_000)

  test('sees who would move where, moves them, and takes it back', async ({ assert, cleanup }) => {
    const stack = await Stack.start({ demo: false })
    cleanup(() => stack.stop())
    const id = await twoVersions(await stack.api())
    const visited = await visit(stack.url, { width: 390, colorScheme: 'dark' })
    const { page, faults } = visited
    await journey(visited, async () => {
      await signIn(page, stack.owner)
      await page.goto(`/crm/workflows/${id}/runs`)
      await page.getByRole('link', { name: 'Move runs' }).click()
      await page.getByText('3 runs here').waitFor()
      await page.getByText('3 go on where they stand').first().waitFor()
      await page.getByRole('combobox', { name: /Where the runs at/ }).click()
      await page.getByRole('option', { name: 'Stay on version 1' }).click()
      await page.getByText('3 stay on version 1').first().waitFor()
      assert.isTrue(await page.getByRole('button', { name: 'Move 0 runs' }).isDisabled())
      await page.getByRole('combobox', { name: /Where the runs at/ }).click()
      await page.getByRole('option', { name: /Same step/ }).click()
      const { violations } = await new AxeBuilder({ page }).analyze()
      assert.deepEqual(
        violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map((each) => each.id),
        [],
      )
      await page.getByRole('button', { name: 'Move 3 runs' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Move 3 runs' }).click()
      await page.getByText('Done', { exact: true }).waitFor()
      await page.getByText('Nobody is under way on version 1').waitFor()
      await page.getByRole('button', { name: 'Undo' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Put them back' }).click()
      await page.getByText('3 runs put back on version 1.').waitFor()
      await page.getByText('3 runs here').waitFor()
    })
    assert.deepEqual(faults, [])
    await page.context().close()
  }).timeout(120_000)
})
