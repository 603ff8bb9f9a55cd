import { test } from '@japa/runner'
import type { Page } from 'playwright'
import { Stack } from '../../../backend/tests/support/stack.ts'
import { closeBrowser, journey, signIn, visit } from './support/browser.ts'

/** A red square of two by two, as a file that phones can show. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEElEQVR4nGP4z8AARAwQCgAf7gP9i18U1AAAAABJRU5ErkJggg==',
  'base64',
)

/** The dev phone of one contact. */
function phoneOf(page: Page, name: string) {
  return page
    .getByRole('list', { name: 'Phones' })
    .getByRole('listitem')
    .filter({ has: page.getByRole('link', { name }) })
}

const settings = async (page: Page, section: string) => {
  await page.goto(`/crm/settings/${section}`)
  await page.getByRole('navigation', { name: 'Settings' }).waitFor()
}

test.group('Somebody who texts with care', (group) => {
  let stack: Stack
  group.setup(async () => {
    stack = await Stack.start()
    const api = await stack.api()
    // Whatever the hour of this test is, it must not be a quiet one.
    await api.expect(200, api.patch('/api/settings', { quietHours: { start: '00:00', end: '24:00' } }))
    return async () => {
      await closeBrowser()
      await stack.stop()
    }
  })

  test('adds a number to the pool, limits, tests, pauses and resumes it, and says how consent is asked for', async ({
    assert,
  }) => {
    const visitor = await visit(stack.url)
    const { page, faults } = visitor
    await journey(visitor, async () => {
      await signIn(page, stack.owner)
      await settings(page, 'senders')
      await page.getByRole('button', { name: 'Add sender' }).click()
      const form = page.getByRole('dialog', { name: 'Add sender' })
      await form.getByLabel('Name').fill('Second line')
      await form.getByLabel('Number').fill('+1 555 010 7777')
      await form.getByLabel('Segments a second').fill('2')
      await form.getByLabel('Segments a day').fill('2000')
      await form.getByRole('switch', { name: /In the pool/ }).click()
      await form.getByRole('button', { name: 'Add sender' }).click()
      const sender = page.getByRole('listitem', { name: 'Second line' })
      await sender.getByText('In the pool').waitFor()
      await sender.getByText('2 a second, 2,000 a day').waitFor()

      await sender.getByRole('button', { name: 'Test' }).click()
      const tests = page.getByRole('dialog', { name: 'Test Second line' })
      await tests.getByRole('button', { name: 'Test the credentials' }).click()
      await tests.getByText('The credentials open the account').waitFor()
      await tests.getByRole('button', { name: 'Close' }).last().click()

      await sender.getByRole('button', { name: 'More for Second line' }).click()
      await page.getByRole('menuitem', { name: 'Pause' }).click()
      await sender.getByText('Paused').waitFor()
      await sender.getByRole('button', { name: 'Resume' }).click()
      await sender.getByRole('button', { name: 'Test' }).waitFor()

      await settings(page, 'opt-out')
      await page.getByText('Neither the public form nor workflows ask it now').waitFor()
      await page.getByRole('switch', { name: /Ask once, and wait for their yes/ }).click()
      await page.getByRole('button', { name: 'Save' }).click()
      // On without the public form's asking: the wording is theirs, too.
      await page.getByText('Workflows ask it by themselves, in these words').waitFor()
      await page.getByText('Not saved yet').waitFor({ state: 'hidden' })
      await page.getByLabel('The question', { exact: true }).fill('Roses by text? Reply YES. HELP for help.')
      await page.getByText('Say how to stop').waitFor()
      await page
        .getByLabel('The question', { exact: true })
        .fill('Roses by text? Reply YES. Msg & data rates may apply. HELP for help, STOP to end.')
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('Not saved yet').waitFor({ state: 'hidden' })
      await page.getByRole('switch', { name: /Ask everybody who joins/ }).click()
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('The public form and workflows ask it by themselves').waitFor()
      await page.reload()
      assert.match(await page.getByLabel('The question', { exact: true }).inputValue(), /^Roses by text/)
      assert.deepEqual(faults, [])
    })
  }).timeout(120_000)

  test('plays a phone that texts don’t reach, that sends a picture and that calls', async ({ assert }) => {
    const visitor = await visit(stack.url)
    const { page, faults } = visitor
    await journey(visitor, async () => {
      await signIn(page, stack.owner)
      await page.goto('/dev/phone')
      const theo = phoneOf(page, 'Theo')
      await theo.getByRole('button', { name: 'How texts arrive at this phone' }).click()
      await page.getByRole('combobox', { name: 'They' }).click()
      await page.getByRole('option', { name: /^Don’t arrive/ }).click()
      await page.getByRole('button', { name: 'Set it' }).click()
      await theo.getByText('Texts don’t arrive with 30003').waitFor()

      await theo.getByRole('button', { name: 'Add a picture as Theo' }).click()
      const picker = page.getByRole('dialog', { name: 'Choose files' })
      await picker
        .getByLabel('Files to upload')
        .setInputFiles({ name: 'rose.png', mimeType: 'image/png', buffer: PICTURE })
      await picker.getByRole('button', { name: 'Use this file' }).click()
      await theo.getByRole('button', { name: 'Send as the contact' }).click()
      await theo.getByRole('img', { name: 'Picture sent with the text' }).waitFor()

      await theo.getByRole('button', { name: /^More for the phone of Theo/ }).click()
      await page.getByRole('menuitem', { name: 'Answered' }).click()
      await page.getByText('called').first().waitFor()

      await theo.getByRole('link', { name: 'Theo' }).click()
      await page.getByLabel('Text to Theo').fill('Did you get this?')
      await page.getByRole('button', { name: 'Send', exact: true }).click()
      await page
        .getByText(/Undelivered/)
        .first()
        .waitFor()

      await page.goto('/crm/calls')
      await page.getByText('0:42').waitFor()
      assert.deepEqual(faults, [])
    })
  }).timeout(120_000)

  test('proves a consent and an opt-out, and that the carrier’s record is the same as ours', async ({ assert }) => {
    const visitor = await visit(stack.url)
    const { page, faults } = visitor
    await journey(visitor, async () => {
      await signIn(page, stack.owner)
      await page.goto('/dev/phone')
      const rosa = phoneOf(page, 'Rosa')
      await rosa.getByRole('button', { name: 'STOP' }).click()
      await rosa.getByText(/opted out/).waitFor()

      await rosa.getByRole('link', { name: 'Rosa' }).click()
      await page.getByText(/In force after .*; nothing was sent afterwards/).waitFor()
      const [pdf] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'PDF' }).click()])
      assert.match(pdf.suggestedFilename(), /^evidence-\d+\.pdf$/)
      const [json] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: 'JSON' }).click(),
      ])

      await page.goto('/crm/compliance')
      await page.getByLabel('Evidence pack to check').setInputFiles(await json.path())
      await page.getByText('Genuine').waitFor()
      await page.getByRole('button', { name: 'Compare' }).click()
      await page.getByText(/texts of the carrier’s/).waitFor()
      assert.deepEqual(faults, [])
    })
  }).timeout(120_000)

  test('draws a text with a short link and a wait for the click on it', async ({ assert }) => {
    const visitor = await visit(stack.url)
    const { page, faults } = visitor
    await journey(visitor, async () => {
      await signIn(page, stack.owner)
      await page.goto('/crm/workflows')
      await page.getByRole('link', { name: 'Five Days of Joy' }).first().click()
      const canvas = page.getByRole('application', { name: 'Workflow canvas' })
      await canvas.getByText('Day 1: hello').click()
      const panel = page.getByRole('complementary', { name: 'Day 1: hello' })
      const body = page.getByRole('textbox', { name: 'Text', exact: true })
      await body.fill(`${await body.inputValue()} See https://example.com/a/very/long/way/to/joy?from=text`)
      await panel.getByRole('switch', { name: /Short links/ }).click()
      await panel
        .getByRole('region', { name: 'Preview' })
        .getByText(/\/l\/\w{10}/)
        .waitFor()

      await page
        .getByRole('complementary', { name: 'Steps' })
        .getByRole('button', { name: 'Wait', exact: true })
        .dragTo(canvas.getByRole('button', { name: /^Insert a step between Day 1: hello/ }).first())
      const wait = page.getByRole('complementary', { name: 'Wait' })
      await wait.getByRole('button', { name: 'Event' }).click()
      await wait.getByRole('combobox', { name: 'Until an event comes' }).click()
      await page.getByRole('option', { name: /They click a short link/ }).click()
      await canvas.getByText('Wait for a click on a link').waitFor()
      await canvas.getByText('Timed out').waitFor()
      await page.getByText('Saved').waitFor()
      assert.deepEqual(faults, [])
    })
  }).timeout(120_000)
})
