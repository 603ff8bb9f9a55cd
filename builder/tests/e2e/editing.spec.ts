import { test } from '@japa/runner'
import type { Page, Route } from 'playwright'
import type { Api } from '../../../backend/tests/support/api.ts'
import { Stack } from '../../../backend/tests/support/stack.ts'
import { newWorkflow, type Made } from '../../../backend/tests/support/tenants.ts'
import { closeBrowser, journey, signIn, visit } from './support/browser.ts'

const graph = (name: string) => ({
  schemaVersion: 1,
  name,
  settings: { reentry: 'never' },
  nodes: [
    { id: 'start', type: 'trigger', position: { x: 0, y: 0 }, data: { on: 'manual' } },
    { id: 'rest', type: 'wait', position: { x: 0, y: 140 }, data: { for: 'P1D' } },
  ],
  edges: [{ id: 'e1', source: 'start', sourceHandle: 'next', target: 'rest' }],
})

const card = (page: Page, title: string) => page.locator('.react-flow__node', { hasText: title })

async function openStep(page: Page, id: string, title: string): Promise<void> {
  if (!page.url().endsWith(id)) await page.goto(`/crm/workflows/${id}`)
  await card(page, title).click()
  await page.getByLabel('Name on the canvas').waitFor()
}

async function leave(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Workflows' }).first().click()
  await page.waitForURL('**/crm/workflows')
}

/** As in another tab. (Cookies that are only taken away come back with the next answer that was under way.) */
async function signOutElsewhere(page: Page): Promise<void> {
  const cookies = await page.context().cookies()
  const token = cookies.find(({ name }) => name === 'XSRF-TOKEN')?.value ?? ''
  const answer = await page.request.post('/api/auth/logout', {
    headers: { 'x-xsrf-token': decodeURIComponent(token) },
  })
  if (answer.status() !== 204) throw new Error(`signing out was answered with ${answer.status()}`)
}

async function labelOf(api: Api, id: string, node: string): Promise<unknown> {
  const { draft } = await api.expect<{ draft: { graph: ReturnType<typeof graph> } }>(
    200,
    api.get(`/api/workflows/${id}`),
  )
  const data: Record<string, unknown> = draft.graph.nodes.find((each) => each.id === node)?.data ?? {}
  return data['label']
}

test.group('Whoever edits a workflow', (group) => {
  let stack: Stack
  group.setup(async () => {
    stack = await Stack.start({ demo: false })
    return () => stack.stop()
  })
  group.teardown(closeBrowser)
  group.each.timeout(90_000)

  const begin = async (name: string) => {
    const api = await stack.api()
    const { id } = await newWorkflow(api, graph(name))
    const visited = await visit(stack.url)
    await signIn(visited.page, stack.owner)
    return { api, id, visited, page: visited.page }
  }

  test('may leave while the server is out of reach: nothing is lost, and the way back is offered', async ({
    assert,
  }) => {
    const { api, id, visited, page } = await begin('Out of reach')
    await journey(visited, async () => {
      await openStep(page, id, 'Wait')
      await page.route('**/api/**', (route) => route.abort())
      await page.getByLabel('Name on the canvas').fill('A pause')
      await leave(page)
      await page.getByText('isn’t saved yet').first().waitFor()
      await page.unroute('**/api/**')
      await page.getByText('Back to it').click()
      await card(page, 'A pause').waitFor()
      await page.getByRole('button', { name: 'Undo: Edit' }).waitFor()
      await page.getByText(/^Saved/).waitFor()
      assert.equal(await labelOf(api, id, 'rest'), 'A pause')
    })
  })

  test('finds the newest draft when they leave and come back at once, and their own steps to undo', async ({
    assert,
  }) => {
    const { id, visited, page } = await begin('There and back')
    await journey(visited, async () => {
      await openStep(page, id, 'Wait')
      await page.getByLabel('Name on the canvas').fill('A pause')
      await leave(page)
      await page.goBack()
      await card(page, 'A pause').waitFor()
      await page.getByText(/^Saved/).waitFor()
      await page.getByRole('button', { name: 'Undo: Edit' }).waitFor()
      assert.deepEqual(visited.faults, [])
    })
  })

  test('and was signed out meanwhile, finds their edits behind the sign-in', async ({ assert }) => {
    const { api, id, visited, page } = await begin('Signed out')
    await journey(visited, async () => {
      await openStep(page, id, 'Wait')
      const signOutFirst = async (route: Route) => {
        await signOutElsewhere(page)
        await route.continue()
      }
      await page.route('**/draft', signOutFirst, { times: 1 })
      await page.getByLabel('Name on the canvas').fill('A pause')
      await page.getByLabel('E-mail').fill(stack.owner.email)
      await page.getByLabel('Password').fill(stack.owner.password)
      await page.getByRole('button', { name: 'Sign in' }).click()
      await card(page, 'A pause').waitFor()
      await page.getByText(/^Saved/).waitFor()
      assert.equal(await labelOf(api, id, 'rest'), 'A pause')
    })
  })

  test('and gives it another name, finds it by that name in the list', async ({ assert }) => {
    const { api, id, visited, page } = await begin('Former name')
    await journey(visited, async () => {
      await openStep(page, id, 'Wait')
      const name = page.getByLabel('Name of the workflow')
      await name.fill('Spring sale')
      await name.press('Enter')
      await leave(page)
      await page.getByRole('link', { name: 'Spring sale' }).first().waitFor()
      assert.equal((await api.expect<{ name: string }>(200, api.get(`/api/workflows/${id}`))).name, 'Spring sale')
    })
  })

  test('and puts off a conflict, can take it up again; keys work while something is said in passing', async ({
    assert,
  }) => {
    const { api, id, visited, page } = await begin('Two at once')
    await journey(visited, async () => {
      await openStep(page, id, 'Wait')
      const theirs = graph('Two at once')
      theirs.nodes[1] = { id: 'rest', type: 'wait', position: { x: 0, y: 140 }, data: { for: 'P2D' } }
      const meanwhile = async (route: Route) => {
        await api.expect(200, api.request('PUT', `/api/workflows/${id}/draft`, { body: { graph: theirs } }))
        await route.continue()
      }
      await page.route('**/draft', meanwhile, { times: 1 })
      await page.getByLabel('Name on the canvas').fill('Mine')
      const asked = page.getByRole('dialog', { name: 'Somebody else has changed this workflow' })
      await asked.getByRole('button', { name: 'Close' }).click()
      await page.getByRole('button', { name: 'Choose', exact: true }).click()
      await asked.getByRole('button', { name: 'Load theirs', exact: true }).click()
      await page.getByText('The other version is on the canvas').waitFor()
      await card(page, 'Wait 2 days').waitFor()
      await card(page, 'Trigger').click()
      await page.keyboard.press('Control+z')
      await card(page, 'Mine').waitFor()
      assert.isTrue(await page.getByText('The other version is on the canvas').isVisible())
    })
  })

  test('makes the segment that a trigger needs on the spot, every control by its name', async ({ assert }) => {
    const { api, id, visited, page } = await begin('By segment')
    await journey(visited, async () => {
      await openStep(page, id, 'Trigger')
      const choose = async (label: string) => {
        await page.getByRole('combobox', { name: 'Starts when' }).click()
        await page.getByRole('option', { name: label }).click()
      }
      await choose('Another system calls')
      const address = page.getByRole('textbox', { name: 'Address to call' })
      assert.equal(await address.inputValue(), `${stack.url}/api/workflows/${id}/webhook`)
      await choose('A contact comes into a segment')
      await page.getByRole('button', { name: 'New segment' }).click()
      const dialog = page.getByRole('dialog', { name: 'New segment' })
      await dialog.getByRole('textbox', { name: 'Name' }).fill('Buyers')
      await dialog.getByRole('combobox', { name: 'Value' }).fill('buyer')
      await dialog.getByText('0 contacts now.').waitFor()
      await dialog.getByRole('button', { name: 'Make it' }).click()
      await page.getByRole('combobox', { name: 'Segment' }).filter({ hasText: 'Buyers' }).waitFor()
      const { data } = await api.expect<{ data: (Made & { name: string })[] }>(200, api.get('/api/segments'))
      assert.deepEqual(
        data.map((segment) => segment.name),
        ['Buyers'],
      )
    })
  })

  test('keeps the keyboard’s place on the canvas when the step that had it is deleted', async ({ assert }) => {
    const { id, visited, page } = await begin('By keyboard')
    await journey(visited, async () => {
      await openStep(page, id, 'Wait')
      await card(page, 'Wait').focus()
      await page.keyboard.press('Delete')
      await card(page, 'Wait').waitFor({ state: 'detached' })
      await page.waitForFunction(() => document.activeElement !== document.body)
      await page.keyboard.press('ArrowUp')
      await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label')?.startsWith('Trigger'))
      await page.keyboard.press('Enter')
      const name = page.getByLabel('Name on the canvas')
      await name.fill('Begin')
      await name.press('Escape')
      await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label')?.startsWith('Begin'))
      await page.keyboard.press('Control+a')
      await page.keyboard.press('Delete')
      await page.getByText('Begin with a trigger').waitFor()
      assert.deepEqual(visited.faults, [])
    })
  })
})
