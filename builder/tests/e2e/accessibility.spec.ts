import { AxeBuilder } from '@axe-core/playwright'
import { test } from '@japa/runner'
import type { Page } from 'playwright'
import { Stack } from '../../../backend/tests/support/stack.ts'
import { closeBrowser, signIn, visit } from './support/browser.ts'

const PAGES = [
  '/crm/dashboard',
  '/crm/contacts',
  '/crm/contacts/new',
  '/crm/segments',
  '/crm/segments/new',
  '/crm/workflows',
  '/crm/inbox',
  '/crm/compliance',
  '/crm/media',
  '/crm/calls',
  '/crm/settings',
  '/crm/settings/senders',
  '/crm/settings/sending',
  '/crm/settings/opt-out',
  '/crm/settings/plugins',
  '/dev/phone',
  '/',
  '/privacy',
]

const LOOKS = [
  { colorScheme: 'light', width: 1440 },
  { colorScheme: 'dark', width: 390 },
] as const

test.group('Somebody who sees little, or uses no mouse', (group) => {
  let stack: Stack
  group.setup(async () => {
    stack = await Stack.start()
    return async () => {
      await closeBrowser()
      await stack.stop()
    }
  })

  for (const look of LOOKS) {
    test(`meets no serious fault on any page, ${look.colorScheme}, ${look.width} pixels wide`, async ({ assert }) => {
      const faults: string[] = []
      const { page } = await visit(stack.url, look)
      await signIn(page, stack.owner)
      const workflow = await page.request.get('/api/workflows').then((answer) => answer.json())
      const contact = await page.request.get('/api/contacts').then((answer) => answer.json())
      const left = [...PAGES, `/crm/workflows/${workflow.data[0].id}`, `/crm/contacts/${contact.data[0].id}`]
      const lookThrough = async (tab: Page): Promise<void> => {
        for (let path = left.shift(); path !== undefined; path = left.shift()) {
          await tab.goto(path)
          await tab.locator('main, h1').first().waitFor()
          await tab.waitForTimeout(400)
          const { violations } = await new AxeBuilder({ page: tab }).analyze()
          const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
          faults.push(...serious.map(({ id, nodes }) => `${path}: ${id} ${nodes[0]?.target.join(' ')}`))
        }
      }
      // Two tabs: each page keeps one core busy.
      await Promise.all([lookThrough(page), lookThrough(await page.context().newPage())])
      await page.context().close()
      assert.deepEqual(faults, [])
    }).timeout(240_000)
  }
})
