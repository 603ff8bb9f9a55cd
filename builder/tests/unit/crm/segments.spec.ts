import { test } from '@japa/runner'
import { conditionInWords, isFinished } from '../../../src/crm/segments/condition_words.ts'
import { startFrom } from '../../../src/crm/segments/start_from.ts'

const tagged = (value: string) => ({ field: 'contact.tags', op: 'has_tag', value })

test.group('Segments in words', () => {
  test('somebody who looks through the list reads what each asks for, as they would say it', ({ assert }) => {
    const words: [unknown, string][] = [
      [tagged('vip'), 'Tagged “vip”'],
      [{ not: tagged('vip') }, 'Not tagged “vip”'],
      [{ field: 'contact.optInStatus', op: 'equals', value: 'pending' }, 'Consent is “No consent yet”'],
      [{ field: 'contact.createdAt', op: 'within_last', value: 'P7D' }, 'Day added was within the last 7 days'],
      [{ field: 'contact.attributes.city', op: 'in', value: ['Rome', 'Paris'] }, 'City is one of “Rome”, “Paris”'],
      [{ field: 'contact.attributes.orders', op: 'gte', value: 3 }, 'Orders is at least 3'],
      [
        { all: [{ field: 'contact.email', op: 'is_set' }, { any: [tagged('a'), tagged('b')] }] },
        'E-mail is known and (tagged “a” or tagged “b”)',
      ],
      [{ not: { any: [tagged('a'), tagged('b')] } }, 'Not (tagged “a” or tagged “b”)'],
    ]
    for (const [condition, expected] of words) assert.equal(conditionInWords(condition), expected)
  })

  test('nobody saves a segment with a rule that compares with nothing, which would hold for nobody', ({ assert }) => {
    assert.isTrue(isFinished({ all: [tagged('vip'), { field: 'contact.email', op: 'is_set' }] }))
    for (const rules of [
      undefined,
      tagged(''),
      { all: [tagged('vip'), { any: [tagged('')] }] },
      { field: '', op: 'is_set' },
      { field: 'contact.email', op: 'in', value: [] },
    ])
      assert.isFalse(isFinished(rules))
  })

  test('what the contacts were filtered by becomes the rules of the segment that keeps it', ({ assert }) => {
    assert.deepEqual(startFrom(new URLSearchParams('tag=vip'), undefined), { rules: tagged('vip') })
    assert.deepEqual(startFrom(new URLSearchParams('tag=vip&status=opted_in'), undefined), {
      rules: { all: [{ field: 'contact.optInStatus', op: 'equals', value: 'opted_in' }, tagged('vip')] },
    })
    assert.isUndefined(startFrom(new URLSearchParams(), undefined))
  })
})
