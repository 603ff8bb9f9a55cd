import { test } from '@japa/runner'
import fc from 'fast-check'
import { formatPhone, parsePhone } from '../../src/phone.ts'

const e164 = (input: string, country?: string): string => {
  const parsed = parsePhone(input, country)
  return parsed.ok ? parsed.e164 : parsed.code
}

test.group('Phone numbers', () => {
  test('what people type becomes one number', ({ assert }) => {
    for (const written of [
      '(415) 555-2671',
      '415.555.2671',
      '+1 415 555 2671',
      '1-415-555-2671',
      '001 415 555 2671',
      ' 4155552671 ',
      '＋１４１５５５５２６７１',
    ]) {
      assert.equal(e164(written), '+14155552671', written)
    }
    assert.equal(e164('0170 1234567', 'DE'), '+491701234567')
    assert.equal(e164('+44 7700 900123'), '+447700900123')
  })

  test('numbers for trying things out are taken', ({ assert }) => {
    for (const number of ['+15005550006', '+15551234567', '+12025550123', '+19995550100'])
      assert.equal(e164(number), number)
  })

  test('what is no number says why', ({ assert }) => {
    assert.equal(e164(''), 'empty')
    assert.equal(e164('call me'), 'not_a_number')
    assert.equal(e164('+999123'), 'no_country')
    assert.equal(e164('0170 1234567', 'XX'), 'no_country')
    for (const wrong of [
      '555-0100',
      '+1415',
      '+1 415 555 2671 9',
      '+11234567890',
      '415-555-2671 ext. 5',
      '+14155552671;+14155552672',
      "4155552671' OR 1=1",
    ]) {
      assert.isFalse(parsePhone(wrong).ok, wrong)
    }
  })

  test('no input makes it throw, and what it accepts it accepts again unchanged', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'+0123456789 ()-.ex;') })), (input) => {
        const parsed = parsePhone(input)
        return !parsed.ok || e164(parsed.e164) === parsed.e164
      }),
      { numRuns: 2000 },
    )
  })

  test('numbers are shown as people write them, and rubbish as it is', ({ assert }) => {
    assert.equal(formatPhone('+14155552671'), '(415) 555-2671')
    assert.equal(formatPhone('+491701234567'), '+49 170 1234567')
    assert.equal(formatPhone('MG123'), 'MG123')
  })
})
