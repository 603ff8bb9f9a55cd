import { test } from '@japa/runner'
import type { Page } from 'playwright'
import { Stack } from '../../../backend/tests/support/stack.ts'
import { closeBrowser, journey, signIn, visit } from './support/browser.ts'

const WORDING = 'Yes, text me five days of joy. Reply STOP to opt out.'

async function openWorkflow(page: Page): Promise<void> {
  await page.goto('/crm/workflows')
  await page.getByRole('link', { name: 'Five Days of Joy' }).first().click()
  await page.getByRole('button', { name: 'Publish' }).waitFor()
}

/** A contact with consent, as a marketer types one in. */
async function addContact(page: Page, name: string, phone: string): Promise<void> {
  await page.goto('/crm/contacts/new')
  await page.getByLabel('Phone number').fill(phone)
  await page.getByLabel('First name').fill(name)
  await page.getByLabel('Exact wording').fill(WORDING)
  await page.getByRole('button', { name: 'Add contact' }).click()
  await page.waitForURL(/\/crm\/contacts\/[0-9a-f-]{36}$/)
}

/** The dev phone of one contact. */
function phoneOf(page: Page, name: string) {
  return page
    .getByRole('list', { name: 'Phones' })
    .getByRole('listitem')
    .filter({ has: page.getByRole('link', { name }) })
}

async function openRun(page: Page, name: string): Promise<void> {
  await openWorkflow(page)
  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Runs' }).click()
  await page.getByRole('list', { name: 'Runs' }).getByRole('link', { name }).click()
  await page.getByRole('region', { name: 'Steps' }).waitFor()
}

test.group('A marketer', (group) => {
  group.teardown(closeBrowser)

  test('edits, publishes, texts a contact, reads the reply’s branch, lets five days pass, and STOP ends it', async ({
    assert,
    cleanup,
  }) => {
    const stack = await Stack.start()
    cleanup(() => stack.stop())
    const api = await stack.api()
    // Whatever the hour of this test is, it must not be a quiet one.
    await api.expect(200, api.patch('/api/settings', { quietHours: { start: '00:00', end: '24:00' } }))
    const marketer = await visit(stack.url)
    const { page, faults } = marketer
    await journey(marketer, async () => {
      await signIn(page, stack.owner)

      // Edits: another first sentence, and a tag for everybody who comes in, dropped onto the first connection.
      await openWorkflow(page)
      const canvas = page.getByRole('application', { name: 'Workflow canvas' })
      await page
        .getByRole('complementary', { name: 'Steps' })
        .getByRole('button', { name: 'Add tag' })
        .dragTo(canvas.getByRole('button', { name: 'Insert a step between Trigger and Day 1: hello' }))
      await page.getByRole('complementary', { name: 'Add tag' }).getByLabel('Tag').fill('joyful')
      await canvas.getByText('Day 1: hello').click()
      const body = page.getByRole('textbox', { name: 'Text', exact: true })
      const before = await body.inputValue()
      await body.fill(before.replace('Hi ', 'Good morning '))
      await page.getByText('Saved').waitFor()
      await page.getByRole('button', { name: /^Undo/ }).click()
      await page.getByRole('button', { name: /^Redo/ }).click()
      assert.match(await body.inputValue(), /^Good morning/)
      await page.getByRole('button', { name: 'Publish' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click()
      await page.getByText('is live').waitFor()

      // Adds a contact and sees the text on the phone.
      await addContact(page, 'Ada', '+14155550181')
      await page.goto('/dev/phone')
      const ada = phoneOf(page, 'Ada')
      await ada.getByText('Good morning Ada').waitFor()

      // Replies, and sees the branch in the texts and in the run.
      await ada.getByRole('button', { name: 'YES' }).click()
      await ada.getByText('Stand by a window').waitFor()
      await openRun(page, 'Ada')
      const steps = page.getByRole('region', { name: 'Steps' })
      await steps.getByText('An idea for today?').waitFor()
      assert.match(await steps.innerText(), /Yes/)

      // Five days pass.
      await page.goto('/dev/phone')
      await page.getByRole('button', { name: '+5 days' }).click()
      await ada.getByText(/Day 5/).waitFor()
      await ada.getByText(/Day 3, halfway/).waitFor()

      // Another contact says STOP: the run ends, and nothing goes out afterwards.
      await addContact(page, 'Bo', '+14155550182')
      await page.goto('/dev/phone')
      const bo = phoneOf(page, 'Bo')
      await bo.getByText('Good morning Bo').waitFor()
      await bo.getByRole('button', { name: 'STOP' }).click()
      await bo
        .getByText(/opted out/)
        .first()
        .waitFor()
      await page.getByRole('button', { name: '+5 days' }).click()
      await page
        .getByRole('status')
        .filter({ hasText: 'The clock is moving' })
        .waitFor({ state: 'detached', timeout: 60_000 })
      await openRun(page, 'Bo')
      assert.match(await page.getByRole('main').innerText(), /opted out/i)
      const { data } = await api.expect<{ data: { id: string; phone: string }[] }>(
        200,
        api.get('/api/contacts?search=Bo'),
      )
      const contact = data.find(({ phone }) => phone === '+14155550182')
      const sent = await api.expect<{ data: { sentAt: string | null }[] }>(
        200,
        api.get(`/api/messages?contactId=${contact?.id}&direction=outbound`),
      )
      assert.lengthOf(
        sent.data.filter(({ sentAt }) => sentAt !== null),
        1,
      )
      assert.deepEqual(faults, [])
    })
  }).timeout(180_000)
})
