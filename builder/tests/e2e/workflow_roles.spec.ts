import { test } from '@japa/runner'
import { runSql } from '../../../backend/tests/support/database.ts'
import { eventually } from '../../../backend/tests/support/processes.ts'
import { Stack } from '../../../backend/tests/support/stack.ts'
import { closeBrowser, journey, signIn, visit } from './support/browser.ts'

test.group('Somebody who may only look at workflows', (group) => {
  group.teardown(closeBrowser)

  test('reads the draft, each step and the runs, and is offered no change that the server would refuse', async ({
    assert,
    cleanup,
  }) => {
    const stack = await Stack.start()
    cleanup(() => stack.stop())
    const api = await stack.api()
    const [run] = await eventuallyRuns(api)
    await runSql(stack.databaseUrl, 'UPDATE members SET role = $1', ['operator'])
    const visited = await visit(stack.url)
    const { page, faults } = visited
    const absent = async (...names: string[]) => {
      for (const name of names)
        assert.equal(await page.locator('main').getByRole('button', { name, exact: true }).count(), 0, name)
    }
    await journey(visited, async () => {
      await signIn(page, stack.owner)
      await page.goto('/crm/workflows')
      await page.getByText('Owners, admins, marketers and developers may change workflows.').waitFor()
      await absent('New workflow', 'Pause Five Days of Joy')
      await page.keyboard.press('n')
      await page.getByRole('button', { name: 'More for Five Days of Joy' }).click()
      await page.getByRole('menuitem', { name: 'Runs' }).waitFor()
      assert.equal(await page.getByRole('menuitem', { name: 'Delete' }).count(), 0)
      await page.getByRole('menuitem', { name: 'Open the canvas' }).click()
      assert.equal(await page.getByRole('dialog').count(), 0)

      await page.getByText('Owners, admins, marketers and developers may change workflows.').waitFor()
      await page.locator('.react-flow__node', { hasText: 'Keep yours' }).click()
      const panel = page.getByRole('complementary', { name: 'Keep yours' })
      await panel.waitFor()
      assert.isFalse(await panel.getByRole('textbox').first().isEditable())
      await absent('Publish', 'Test')
      await page.keyboard.press('Delete')
      assert.equal(await page.locator('.react-flow__node', { hasText: 'Keep yours' }).count(), 1)

      await page.goto(`/crm/workflows/${run?.workflowId}/runs/${run?.id}`)
      await page.getByText('to see why not').waitFor()
      await absent('Cancel the run', 'All that match')
      assert.equal(await page.getByRole('link', { name: 'Move runs' }).count(), 0)
      assert.equal(await page.getByRole('checkbox').count(), 0)
    })
    assert.deepEqual(faults, [])
  }).timeout(90_000)
})

type Answers = Awaited<ReturnType<Stack['api']>>

async function eventuallyRuns(api: Answers): Promise<{ id: string; workflowId: string }[]> {
  let runs: { id: string; workflowId: string }[] = []
  await eventually('the demo has runs', async () => {
    const answer = await api.expect<{ data: typeof runs }>(200, api.get('/api/workflows/runs?status=ready,waiting'))
    runs = answer.data
    return runs.length > 0
  })
  return runs
}
