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
  ['/crm/segments', 'Tagged “vip”'],
  ['/crm/segments/SEGMENT', 'Owners, admins, marketers and developers may change segments.'],
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
  ['/crm/settings/tokens', 'Owners, admins and developers may make and revoke tokens.'],
  ['/crm/settings/members', 'owner@soniarose.test'],
  ['/dev/phone', 'Everybody but viewers may play contacts and move the clock.'],
]

const WRITES =
  /^(add|new|create|keep as|import|upload|delete|edit|revoke|replace|set|remove|pause|resume|test|record|start|send|save|close the conv|make|ask by|more (for|actions)|yes|no|help|stop|move the clock|to next due|other|how texts arrive)\b(?! phone$)/i

/** What takes writing, but for looking something up. */
const FIELDS = ['textarea', 'input[type=checkbox]', 'form:not([role=search]) input', '[role=switch]']
  .map((field) => `${field}:enabled:not([aria-disabled=true])`)
  .join(', ')

/** The controls of the page and its window that would write, by what they are called, and the fields that can be filled. */
async function offered(page: Page): Promise<string[]> {
  const main = page.locator('main, [role=dialog]')
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

interface RoleAtWork {
  role: string
  title: string
  /** A page, and the control of it that this role works with. */
  does: [string, string][]
  /** A page, and what of it this role may only read. */
  reads: [string, keyof typeof WHO_MAY][]
}

const ROLES_AT_WORK: RoleAtWork[] = [
  {
    role: 'operator',
    title: 'an operator adds contacts and files, and is told who may change segments and senders',
    does: [
      ['/crm/contacts', 'Add contact'],
      ['/crm/media', 'Upload'],
      ['/dev/phone', 'YES'],
    ],
    reads: [
      ['/crm/segments', 'segments:write'],
      ['/crm/settings/senders', 'senders:write'],
      ['/crm/settings/tokens', 'tokens:write'],
    ],
  },
  {
    role: 'marketer',
    title: 'a marketer makes segments and workflows and texts people, and is told who may change the senders',
    does: [
      ['/crm/segments', 'New segment'],
      ['/crm/workflows', 'New workflow'],
      ['/crm/inbox/CONTACT', 'Text to Ada'],
      ['/dev/phone', 'YES'],
    ],
    reads: [
      ['/crm/settings', 'settings:write'],
      ['/crm/settings/senders', 'senders:write'],
      ['/crm/settings/tokens', 'tokens:write'],
    ],
  },
  {
    role: 'developer',
    title: 'a developer keeps segments, senders and tokens, and is told who may text people',
    does: [
      ['/crm/segments', 'More for VIPs'],
      ['/crm/settings/senders', 'Add sender'],
      ['/crm/settings/tokens', 'New token'],
      ['/dev/phone', 'YES'],
    ],
    reads: [
      ['/crm/inbox/CONTACT', 'conversations:write'],
      ['/crm/contacts/CONTACT', 'conversations:write'],
      ['/crm/settings/sending', 'settings:write'],
    ],
  },
]

test.group('Each role in the console', (group) => {
  let stack: Stack
  let ids: Record<string, string> = {}
  group.setup(async () => {
    stack = await Stack.start({ demo: false })
    const api = await stack.api()
    const ada = { phone: '+12025550123', firstName: 'Ada', consent: CONSENT }
    const { id: CONTACT } = await api.expect<Made>(201, api.post('/api/contacts', ada))
    const rules = { field: 'contact.tags', op: 'has_tag', value: 'vip' }
    const { id: SEGMENT } = await api.expect<Made>(201, api.post('/api/segments', { name: 'VIPs', rules }))
    ids = { CONTACT, SEGMENT }
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
  const at = (path: string) => path.replace(/[A-Z]{4,}/, (name) => ids[name] ?? name)

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
        await page.goto(at(path))
        await page.locator('main').getByText(sign).filter({ visible: true }).first().waitFor()
        const found = await offered(page)
        if (found.length > 0) wrong[path] = found
      }
      if (Object.keys(wrong).length > 0) assert.fail(`offered: ${JSON.stringify(wrong)}`)
      await page.keyboard.press('ControlOrMeta+k')
      await page.getByRole('option', { name: 'Use the dark theme' }).waitFor()
      assert.equal(await page.getByRole('option', { name: /^(Add|Create|Import)/ }).count(), 0)
    })
    assert.deepEqual(faults, [])
    await page.context().close()
  }).timeout(90_000)

  for (const { role, title, does, reads } of ROLES_AT_WORK)
    test(title, async ({ assert, cleanup }) => {
      cleanup(() => become('owner'))
      await become(role)
      const visited = await visit(stack.url)
      const { page, faults } = visited
      await journey(visited, async () => {
        await signIn(page, stack.owner)
        for (const [path, name] of does) {
          await page.goto(at(path))
          const main = page.locator('main')
          const control = main.getByRole('button', { name }).or(main.getByRole('link', { name }))
          await control.or(main.getByRole('textbox', { name })).first().waitFor()
        }
        for (const [path, scope] of reads) {
          await page.goto(at(path))
          await page.locator('main').getByText(WHO_MAY[scope]).first().waitFor()
          if (path.startsWith('/crm/settings')) assert.deepEqual(await offered(page), [], path)
        }
      })
      assert.deepEqual(faults, [])
      await page.context().close()
    }).timeout(60_000)
})
