import { test } from '@japa/runner'
import type { Page } from 'playwright'
import { allowedScopes, ROLES } from '../../../backend/app/core/auth/scopes.ts'
import { runSql } from '../../../backend/tests/support/database.ts'
import { Stack } from '../../../backend/tests/support/stack.ts'
import { CONSENT, type Made } from '../../../backend/tests/support/tenants.ts'
import { WHO_MAY } from '../../src/crm/shared/who_may_words.ts'
import { closeBrowser, journey, signIn, visit } from './support/browser.ts'

/** Each page that offers a write to somebody, and what shows that it has come. */
const PAGES: [string, string][] = [
  ['/crm/dashboard', 'Sent today'],
  ['/crm/contacts', 'Ada'],
  ['/crm/contacts/new', 'Everybody but viewers may change contacts.'],
  ['/crm/contacts/import', 'Everybody but viewers may change contacts.'],
  ['/crm/inbox/CONTACT', 'I have a question'],
  ['/crm/contacts/CONTACT', 'I have a question'],
  ['/crm/media', 'roses.png'],
  ['/crm/compliance', 'Nothing is left to erase at the carrier.'],
  ['/crm/calls', 'No call'],
  ['/crm/settings', 'Owners and admins may change this.'],
  ['/crm/settings/senders', 'Sandbox number'],
  ['/crm/settings/sending', 'Owners and admins may change this.'],
  ['/crm/settings/opt-out', 'Owners and admins may change this.'],
  ['/crm/settings/plugins', 'Joy quotes'],
  ['/crm/settings/retention', 'Owners and admins may change this.'],
  ['/crm/settings/tokens', 'Owners, admins and developers may change this.'],
  ['/crm/settings/members', 'owner@soniarose.test'],
]

const WRITES =
  /^(add|new|import|upload|delete|edit|revoke|replace|set|remove|pause|resume|test|record|start|stop|send|save|close the conv|make|ask by|more (for|actions))\b/i

/** What takes writing, but for looking something up. */
const FIELDS = ['textarea', 'input[type=checkbox]', 'form:not([role=search]) input', '[role=switch]']
  .map((field) => `${field}:enabled:not([aria-disabled=true])`)
  .join(', ')

/** The controls of the page that would write, by what they are called, and the fields that can be filled. */
async function offered(page: Page): Promise<string[]> {
  const main = page.locator('main')
  const names = await main
    .locator('button:enabled, a[href]')
    .evaluateAll((all) =>
      all.map((one) => (one.getAttribute('aria-label') ?? one.getAttribute('title') ?? one.textContent ?? '').trim()),
    )
  const fields = await main.locator(FIELDS).count()
  return [...names.filter((name) => WRITES.test(name)), ...(fields > 0 ? [`${fields} fields to fill`] : [])]
}

/** Roles as the console lists them: "Owners, admins and developers". */
function inWords(roles: readonly string[]): string {
  if (ROLES.length - roles.length === 1) return `Everybody but ${ROLES.find((role) => !roles.includes(role))}s`
  const names = roles.map((role) => `${role}s`)
  const listed = `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
  return listed.charAt(0).toUpperCase() + listed.slice(1)
}

test.group('Whoever may only read', () => {
  test('is told of exactly those roles that the server lets write', ({ assert }) => {
    for (const [scope, words] of Object.entries(WHO_MAY)) {
      const roles = ROLES.filter((role) => allowedScopes(role, null).some((allowed) => allowed === scope))
      assert.isTrue(words.startsWith(`${inWords(roles)} may `), `${scope}: “${words}”, but ${inWords(roles)} may`)
    }
  })
})

test.group('Each role in the console', (group) => {
  let stack: Stack
  let contactId = ''
  group.setup(async () => {
    stack = await Stack.start({ demo: false })
    const api = await stack.api()
    const ada = { phone: '+12025550123', firstName: 'Ada', consent: CONSENT }
    contactId = (await api.expect<Made>(201, api.post('/api/contacts', ada))).id
    await api.expect(200, api.post('/api/sandbox/inbound', { from: ada.phone, body: 'I have a question' }))
    await runSql(
      stack.databaseUrl,
      `INSERT INTO media_assets (workspace_id, storage_key, file_name, content_type, size_bytes, status, origin)
       SELECT id, id || '/' || uuidv7(), 'roses.png', 'image/png', 1000, 'ready', 'upload' FROM workspaces`,
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
      for (const [path, sign] of PAGES) {
        await page.goto(path.replace('CONTACT', contactId))
        await page.locator('main').getByText(sign).first().waitFor()
        const found = await offered(page)
        if (found.length > 0) wrong[path] = found
      }
      if (Object.keys(wrong).length > 0) assert.fail(`offered: ${JSON.stringify(wrong)}`)
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
