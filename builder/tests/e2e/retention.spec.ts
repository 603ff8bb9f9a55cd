import { test } from '@japa/runner'
import { Stack } from '../../../backend/tests/support/stack.ts'
import { closeBrowser, journey, signIn, visit } from './support/browser.ts'

test.group('Retention', (group) => {
  group.teardown(closeBrowser)
  group.each.timeout(90_000)

  test('says to whoever chooses what stays in any case, and what they could no longer prove', async ({
    assert,
    cleanup,
  }) => {
    const stack = await Stack.start()
    cleanup(() => stack.stop())
    const visitor = await visit(stack.url)
    const { page, faults } = visitor
    await journey(visitor, async () => {
      await signIn(page, stack.owner)
      await page.goto('/crm/settings/retention')
      await page.getByText(/Consents, opt-outs, the suppression list/).waitFor()
      await page.getByRole('combobox', { name: 'Steps of runs that have ended' }).click()
      await page.getByRole('option', { name: 'A year' }).click()
      await page.getByRole('combobox', { name: 'Words and pictures of texts' }).click()
      await page.getByRole('option', { name: '2 years' }).click()
      await page.getByText(/Less than 5 years: in the US/).waitFor()
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('Settings saved').waitFor()
      const api = await stack.api()
      const settings = await api.expect(200, api.get<{ retention: object }>('/api/settings'))
      assert.deepEqual(settings.retention, { steps: 12, texts: 24, webhookDays: 90 })
      assert.deepEqual(faults, [])
    })
  })
})
