import { test } from '@japa/runner'
import { checkContent } from '../../src/content_checks.ts'

const codes = (body: string, firstMessage = false, brandNames: string[] = []): string[] =>
  checkContent({ body, firstMessage, brandNames }).map((warning) => warning.code)

test.group('Content checks', () => {
  test('the first text that carriers ask for raises nothing', ({ assert }) => {
    const body =
      'Acme: you are subscribed to order alerts (4 msgs/mo). Msg & data rates may apply. Reply HELP for help, STOP to cancel.'
    assert.deepEqual(codes(body, true, ['Acme']), [])
  })

  test('a bare greeting as the first text lacks everything', ({ assert }) => {
    assert.deepEqual(codes('Hi!', true, ['Acme']), ['no_sender_name', 'no_reason', 'no_stop', 'no_help', 'no_rates'])
    assert.deepEqual(codes('Hi!'), [])
  })

  test('public shorteners are found, own domains that only look like them are not', ({ assert }) => {
    assert.deepEqual(codes('See https://bit.ly/3abc'), ['public_shortener'])
    for (const fine of ['https://alphabit.ly/x', 'https://t.company.com', 'at.co', 'bit.ly.example.com'])
      assert.deepEqual(codes(fine), [], fine)
  })

  test('what carriers restrict is named with its subject', ({ assert }) => {
    const [warning] = checkContent({ body: 'Free beer at the casino', firstMessage: false })
    assert.equal(warning?.found, 'beer')
    assert.include(warning?.message ?? '', 'alcohol')
    assert.lengthOf(codes('Free beer at the casino'), 2)
    assert.deepEqual(codes('Visit Essex, begun in 1999 with a swine'), [])
  })

  test('shouting and very long texts are mentioned', ({ assert }) => {
    assert.deepEqual(codes('BUY NOW OR LOSE IT FOREVER'), ['all_caps'])
    assert.deepEqual(codes('joy '.repeat(200)), ['many_segments'])
  })
})
