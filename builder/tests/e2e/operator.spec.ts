import { test } from '@japa/runner'
import pg from 'pg'
import { eventually } from '../../../backend/tests/support/processes.ts'
import { Stack } from '../../../backend/tests/support/stack.ts'
import { CONSENT } from '../../../backend/tests/support/tenants.ts'
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
    const db = new pg.Pool({ connectionString: stack.databaseUrl, max: 1 })
    cleanup(() => db.end())
    const night = await visit(stack.url)
    const { page, faults } = night
    await journey(night, async () => {
      await signIn(page, stack.owner)

      // Freezes: whoever comes in from now on is held.
      await page.goto('/crm/settings/sending')
      await page.getByRole('switch', { name: /All sending stands still/ }).click()
      await page.getByRole('button', { name: 'Freeze', exact: true }).click()
      await page.getByText('All sending stands still').first().waitFor()
      for (const [index, firstName] of ['Ada', 'Grace', 'Joan'].entries())
        await api.expect(
          201,
          api.post('/api/contacts', { phone: `+1415555020${index}`, firstName, timeZone: 'UTC', consent: CONSENT }),
        )
      const held = `SELECT count(*)::integer AS count FROM messages WHERE status = 'held' AND reason = 'frozen'`
      await eventually('three texts are held', async () => (await db.query(held)).rows[0]?.count === 3)
      await db.query(
        `UPDATE messages SET held_since = now() - interval '11 hours' WHERE id IN (SELECT id FROM messages WHERE reason = 'frozen' LIMIT 2)`,
      )

      // The next morning: the old texts are skipped, the young one goes out.
      await page.reload()
      await page.getByText('3 texts are held').waitFor()
      await page.getByRole('switch', { name: /All sending stands still/ }).click()
      await page.getByText('Of 3 texts, 1 goes out now; 2 are skipped, and their runs go on.').waitFor()
      await page.getByRole('button', { name: 'Lift the freeze' }).click()
      await page.getByText('Sending goes on').waitFor()
      const skipped = `SELECT count(*)::integer AS count FROM messages WHERE reason = 'frozen_too_long'`
      assert.equal((await db.query(skipped)).rows[0]?.count, 2)

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
      await page
        .getByText(/runs? (is|are) canceled/)
        .last()
        .waitFor()
      const open = `SELECT count(*)::integer AS count FROM runs WHERE status IN ('ready', 'waiting')`
      assert.equal((await db.query(open)).rows[0]?.count, 0)

      // And of a contact, from their own page.
      const joan = await db.query<{ id: string }>(`SELECT id FROM contacts WHERE first_name = 'Joan'`)
      await page.goto(`/crm/contacts/${joan.rows[0]?.id ?? ''}`)
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
