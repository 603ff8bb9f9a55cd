import { test } from '@japa/runner'
import type { Page } from 'playwright'
import { runSql } from '../../../backend/tests/support/database.ts'
import { Stack } from '../../../backend/tests/support/stack.ts'
import { closeBrowser, journey, signIn, visit } from './support/browser.ts'

/** Where to go, and what nobody but those who may write is offered there. */
const PAGES = [
  '/crm/contacts',
  '/crm/contacts/new',
  '/crm/contacts/import',
  '/crm/inbox',
  '/crm/media',
  '/crm/compliance',
  '/crm/calls',
  '/crm/settings/senders',
  '/crm/settings/tokens',
  '/crm/settings/members',
  '/crm/settings/plugins',
]

const WRITES =
  /^(add|new|import|upload|delete|edit|revoke|replace|set|remove|pause|resume|test|record|start|stop|send|close the conv|make|ask by|more (for|actions))\b/i

/** The controls that would write, by what they are called, and fields of forms that can be filled. */
async function offered(page: Page): Promise<string[]> {
  const main = page.locator('main')
  const names = await main
    .locator('button:enabled, a[href]')
    .evaluateAll((all) =>
      all.map((one) => (one.getAttribute('aria-label') ?? one.getAttribute('title') ?? one.textContent ?? '').trim()),
    )
  // Looking up a number's evidence is a form that only reads.
  const forms = page.url().endsWith('/crm/compliance') ? '' : 'form, '
  const fields = await main.locator(`${forms}textarea:enabled, input[type=checkbox]:enabled`).count()
  return [...names.filter((name) => WRITES.test(name)), ...(fields > 0 ? [`${fields} fields to fill`] : [])]
}

test.group('Each role in the console', (group) => {
  let stack: Stack
  group.setup(async () => {
    stack = await Stack.start({ demo: false })
    await runSql(
      stack.databaseUrl,
      `INSERT INTO contacts (workspace_id, phone, first_name, created_at, updated_at) SELECT id, '+12025550123', 'Ada', now(), now() FROM workspaces`,
    )
    return async () => {
      await closeBrowser()
      await stack.stop()
    }
  })
  const become = (role: string) => runSql(stack.databaseUrl, 'UPDATE members SET role = $1', [role])

  test('a viewer is offered nothing on any page that the server would refuse, and is told who may', async ({
    assert,
    cleanup,
  }) => {
    cleanup(() => become('owner'))
    await become('viewer')
    const visited = await visit(stack.url)
    const { page, faults } = visited
    await journey(visited, async () => {
      await signIn(page, stack.owner)
      const wrong: Record<string, string[]> = {}
      for (const path of PAGES) {
        await page.goto(path, { waitUntil: 'domcontentloaded' })
        await page.locator('main').waitFor()
        await page.waitForTimeout(700)
        const found = await offered(page)
        if (found.length > 0) wrong[path] = found
      }
      assert.equal(JSON.stringify(wrong), '{}')
      await page.goto('/crm/contacts')
      await page.getByText('Everybody but viewers may change contacts.').waitFor()
      await page.getByRole('link', { name: 'Ada' }).first().click()
      await page.getByRole('heading', { name: 'Ada' }).first().waitFor()
      await page.getByText('Everybody but viewers may change contacts.').waitFor()
      assert.deepEqual(await offered(page), [])
    })
    assert.deepEqual(faults, [])
    await page.context().close()
  }).timeout(90_000)

  test('an operator adds contacts and files, and is told who may change the senders', async ({ assert, cleanup }) => {
    cleanup(() => become('owner'))
    await become('operator')
    const visited = await visit(stack.url)
    const { page, faults } = visited
    await journey(visited, async () => {
      await signIn(page, stack.owner)
      await page.goto('/crm/contacts')
      await page.getByRole('link', { name: 'Add contact' }).first().waitFor()
      await page.goto('/crm/media')
      await page.getByRole('button', { name: 'Upload', exact: true }).waitFor()
      for (const section of ['senders', 'tokens']) {
        await page.goto(`/crm/settings/${section}`)
        await page.getByText('Owners, admins and developers may change this.').waitFor()
        assert.deepEqual(await offered(page), [])
      }
    })
    assert.deepEqual(faults, [])
    await page.context().close()
  }).timeout(60_000)
})
