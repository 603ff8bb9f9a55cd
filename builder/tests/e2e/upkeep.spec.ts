import { AxeBuilder } from '@axe-core/playwright'
import { test } from '@japa/runner'
import type { Page } from 'playwright'
import { runSql } from '../../../backend/tests/support/database.ts'
import { Stack } from '../../../backend/tests/support/stack.ts'
import { closeBrowser, journey, signIn, visit, type VisitOptions } from './support/browser.ts'

const WEATHER = {
  ...{ name: 'weather', version: '1.2.0', api: 1, title: 'Weather', description: 'Rain or shine.', entry: 'x.js' },
  nodes: [{ name: 'go', title: 'Look up', description: '', input: {}, output: {}, outcomes: ['done'] }],
  permissions: { http: ['api.weather.test'], secrets: ['WEATHER_KEY'], contact: { read: [], write: [] } },
  limits: { timeoutMs: 1000, memoryMb: 32, fetches: 10 },
}

async function seriousFaults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id }) => id)
}

test.group('Somebody who looks after a workspace', (group) => {
  let stack: Stack
  group.setup(async () => {
    stack = await Stack.start({ demo: false })
    return async () => {
      await closeBrowser()
      await stack.stop()
    }
  })
  const become = (role: string) => runSql(stack.databaseUrl, 'UPDATE members SET role = $1', [role])
  group.each.setup(() => () => become('owner'))
  group.each.timeout(120_000)

  /** Signs in as this role, walks, and fails with whatever went wrong in the page meanwhile. */
  async function walk(role: string, steps: (page: Page) => Promise<void>, options: VisitOptions = {}): Promise<void> {
    await become(role)
    const visited = await visit(stack.url, options)
    const { page, faults } = visited
    await journey(visited, async () => {
      await signIn(page, stack.owner)
      await steps(page)
    })
    if (faults.length > 0) throw new Error(faults.join('\n'))
    await page.context().close()
  }

  test('sees what the carrier still has of erased people and why, has it asked again, and sees that nothing is left', async ({
    assert,
  }) => {
    await runSql(
      stack.databaseUrl,
      `INSERT INTO provider_erasures (message_sid, workspace_id, account_sid, tries, next_at, last_error)
       SELECT 'SM' || n, w.id, 'AC_gone', 24, NULL, '20003' FROM workspaces w, generate_series(1, 2) n`,
    )
    const phone = { width: 390, colorScheme: 'dark' } as const
    const steps = async (page: Page): Promise<void> => {
      await page.goto('/crm/compliance')
      await page.getByText('2 texts are left to erase').waitFor()
      await page.getByText('2 texts were given up after three days').waitFor()
      await page.getByText('Twilio doesn’t accept the credentials.').waitFor()
      assert.deepEqual(await seriousFaults(page), [])
      await page.getByRole('button', { name: 'Try again' }).click()
      await page.getByText('2 texts are being tried').waitFor()
      await page.getByText('No sender of the account that sent them is left here.').waitFor()
      await become('viewer')
      await page.reload()
      await page.getByText('Who may change contacts can have the carrier asked again.').waitFor()
      assert.equal(await page.getByRole('button', { name: 'Try again' }).count(), 0)
      await runSql(stack.databaseUrl, 'DELETE FROM provider_erasures')
      await page.getByText('Nothing is left to erase at the carrier.').waitFor()
    }
    await walk('owner', steps, phone)
  })

  test('gives a plugin the secret that it asks for, replaces it and takes it away, and nobody ever reads it', async ({
    assert,
  }) => {
    await runSql(
      stack.databaseUrl,
      `INSERT INTO plugins (workspace_id, name, version, manifest, bundle, bundle_sha256)
       SELECT id, 'weather', '1.2.0', $1, 'x', 'y' FROM workspaces`,
      [WEATHER],
    )
    await walk('owner', async (page) => {
      await page.goto('/crm/settings/plugins')
      const weather = page.getByRole('listitem', { name: 'Weather' })
      await weather.getByText('Not set', { exact: true }).waitFor()
      await page.getByRole('listitem', { name: 'Joy quotes' }).getByText('Asks for no secrets.').waitFor()
      await weather.getByRole('button', { name: 'Set WEATHER_KEY' }).click()
      await page.getByRole('dialog').getByLabel('Value').fill('rain-or-shine')
      await page.keyboard.press('Enter')
      await weather.getByText('All are set.').waitFor()
      assert.notInclude(await page.content(), 'rain-or-shine')

      await weather.getByRole('button', { name: 'Replace WEATHER_KEY' }).click()
      await page.getByRole('dialog').getByLabel('New value').fill('shine')
      await page.getByRole('dialog').getByRole('button', { name: 'Replace' }).click()
      await page.getByText('WEATHER_KEY is replaced').waitFor()
      assert.deepEqual(await seriousFaults(page), [])

      await weather.getByRole('button', { name: 'Remove WEATHER_KEY' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
      await weather.getByText('Not set', { exact: true }).waitFor()

      // Whose role was taken meanwhile is told so, and what they typed stays.
      await weather.getByRole('button', { name: 'Set WEATHER_KEY' }).click()
      await become('marketer')
      await page.getByRole('dialog').getByLabel('Value').fill('fog')
      await page.getByRole('dialog').getByRole('button', { name: 'Set', exact: true }).click()
      await page.getByRole('dialog').getByText('Your role (marketer) does not allow plugins:write.').waitFor()
      assert.equal(await page.getByRole('dialog').getByLabel('Value').inputValue(), 'fog')
      await page.reload()
      await weather.getByText('Owners, admins and developers may set the secrets of plugins.').waitFor()
      assert.equal(await weather.getByRole('button').count(), 0)
    })
  })

  test('reads the settings where they may not change them, and is told who may', async ({ assert }) => {
    await walk('marketer', async (page) => {
      await page.goto('/crm/settings/sending')
      await page.getByText('Owners and admins may change this.').waitFor()
      const controls = page.locator('main form').locator('input, textarea, select, button, [role=switch]')
      assert.isAbove(await controls.count(), 2)
      for (const control of await controls.all()) assert.isTrue(await control.isDisabled(), await control.innerHTML())
      assert.deepEqual(await seriousFaults(page), [])

      await become('owner')
      await page.reload()
      await page.locator('main form input:enabled').first().waitFor()
      assert.equal(await page.getByText('Owners and admins may change this.').count(), 0)
    })
  })
})
