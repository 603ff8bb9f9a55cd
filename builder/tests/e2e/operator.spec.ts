import { test } from '@japa/runner'
import { eventually } from '../../../backend/tests/support/processes.ts'
import { Stack } from '../../../backend/tests/support/stack.ts'
import { CONSENT, type Made } from '../../../backend/tests/support/tenants.ts'
import { closeBrowser, journey, signIn, visit } from './support/browser.ts'

test.group('An operator', (group) => {
  group.teardown(closeBrowser)
  group.each.timeout(120_000)

  test('lets a night’s freeze go without texting people at the wrong hour, takes many out at once, and sees why not', async ({
    assert,
    cleanup,
  }) => {
    const stack = await Stack.start()
    cleanup(() => stack.stop())
    const api = await stack.api()
    await api.expect(200, api.patch('/api/settings', { quietHours: { start: '00:00', end: '24:00' } }))
    const textsWith = async (reason: string): Promise<number> => {
      const { data } = await api.expect<{ data: { reason: string | null }[] }>(200, api.get('/api/messages?limit=200'))
      return data.filter((text) => text.reason === reason).length
    }
    const add = (firstName: string, phone: string) =>
      api.expect<Made>(201, api.post('/api/contacts', { phone, firstName, timeZone: 'UTC', consent: CONSENT }))
    const night = await visit(stack.url)
    const { page, faults } = night
    await journey(night, async () => {
      await signIn(page, stack.owner)

      // Freezes: whoever comes in from now on is held.
      await page.goto('/crm/settings/sending')
      await page.getByRole('switch', { name: /All sending stands still/ }).click()
      await page.getByRole('button', { name: 'Freeze', exact: true }).click()
      await page.getByText('All sending stands still').first().waitFor()
      await add('Ada', '+14155550201')
      await add('Grace', '+14155550202')
      await eventually('their texts are held', async () => (await textsWith('frozen')) === 2)
      await api.expect(200, api.post('/api/sandbox/clock/advance', { by: 'PT11H' }))
      const joan = await add('Joan', '+14155550203')
      await eventually('the young text is held, too', async () => (await textsWith('frozen')) === 3)

      // The next morning: the old texts are skipped, the young one goes out.
      await page.reload()
      await page.getByText('3 texts are held').waitFor()
      await page.getByRole('switch', { name: /All sending stands still/ }).click()
      await page.getByText('Of 3 texts, 1 goes out now; 2 are skipped, and their runs go on.').waitFor()
      await page.getByRole('button', { name: 'Lift the freeze' }).click()
      await page.getByText('Sending goes on').waitFor()
      assert.equal(await textsWith('frozen_too_long'), 2)

      // Asks of one of them why a later text has not come.
      await page.goto('/crm/workflows')
      await page.getByRole('link', { name: 'Five Days of Joy' }).first().click()
      await page.getByRole('button', { name: 'Publish' }).waitFor()
      await page.getByRole('button', { name: 'More' }).click()
      await page.getByRole('menuitem', { name: 'Runs' }).click()
      const list = page.getByRole('list', { name: 'Runs' })
      await list.getByRole('link', { name: 'Joan' }).click()
      await page.getByText('to see why not').waitFor()
      await page.locator('.react-flow__node', { hasText: 'Keep yours' }).click()
      await page
        .getByRole('region', { name: 'Why not' })
        .getByText(/still on the way: at “An idea for today\?”/)
        .waitFor()

      // Takes two of them out, and then all others.
      await list.getByRole('checkbox', { name: 'Choose Ada' }).click()
      await list.getByRole('checkbox', { name: 'Choose Grace' }).click()
      await page.getByRole('toolbar', { name: 'Chosen runs' }).getByRole('button', { name: 'Cancel' }).click()
      await page.getByRole('heading', { name: 'Cancel 2 runs?' }).waitFor()
      await page.getByRole('button', { name: 'Cancel 2 runs', exact: true }).click()
      await page.getByText('2 runs are canceled').waitFor()
      await page.getByRole('button', { name: 'All that match' }).click()
      await page.getByRole('menuitem', { name: 'Cancel all under way…' }).click()
      await page.getByRole('button', { name: /^Cancel [1-9]\d* runs?$/ }).click()
      await eventually('no run is under way any more', async () => {
        const open = await api.expect<{ data: unknown[] }>(200, api.get('/api/workflows/runs?status=ready,waiting'))
        return open.data.length === 0
      })

      // And of a contact, from their own page.
      await page.goto(`/crm/contacts/${joan.id}`)
      await page.getByRole('button', { name: 'Why didn’t they get this?' }).click()
      await page.getByRole('combobox', { name: 'Workflow' }).click()
      await page.getByRole('option', { name: 'Five Days of Joy' }).click()
      await page.getByRole('combobox', { name: 'Text or step' }).click()
      await page.getByRole('option').nth(3).click()
      await page.getByText('Ended before', { exact: true }).waitFor()
    })
    assert.deepEqual(faults, [])
  })
})
