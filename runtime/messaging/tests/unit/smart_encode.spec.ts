import { test } from '@japa/runner'
import fc from 'fast-check'
import { countSegments } from '../../src/segments.ts'
import { smartEncode } from '../../src/smart_encode.ts'

test.group('Smart encoding', () => {
  test('what a word processor makes of a text costs no more than what was typed', ({ assert }) => {
    const text = '“It’s here”\u00a0— today… • don‘t wait\u200b!'
    assert.equal(smartEncode(text), '"It\'s here" - today... - don\'t wait!')
    assert.equal(countSegments(smartEncode(text)).encoding, 'GSM-7')
  })

  test('full-width letters become plain ones', ({ assert }) => {
    assert.equal(smartEncode('ＳＴＯＰ　１'), 'STOP 1')
  })

  test('letters, fractions and emoji keep their meaning', ({ assert }) => {
    for (const text of ['ça coûte 1½ €', '👩‍👧 ❤️', 'Žluťoučký', '中文']) assert.equal(smartEncode(text), text)
  })

  test('invisible marks go where the text becomes cheaper by it, and stay where letters need them', ({ assert }) => {
    assert.equal(smartEncode('Hello\u200e'), 'Hello')
    assert.equal(smartEncode('می\u200cخواهم'), 'می\u200cخواهم')
  })

  test('encoding twice is encoding once', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => smartEncode(smartEncode(text)) === smartEncode(text)),
    )
  })
})
