import { test } from '@japa/runner'
import { attributesOf, rowsOf } from '../../../src/crm/contacts/attribute_rows.ts'
import { countReasons } from '../../../src/crm/contacts/enroll_reasons.ts'
import { byDay, dayInWords, groupOfKind, messageOfRow } from '../../../src/crm/contacts/timeline_kinds.ts'
import { contactName, formatPhone, toE164 } from '../../../src/crm/shared/contact_text.ts'
import { isQuiet } from '../../../src/crm/shared/quiet.ts'

test.group('contacts', () => {
  test('a contact without a name is called by the number', ({ assert }) => {
    assert.equal(contactName({ firstName: null, lastName: null, phone: '+14155550132' }), '+1 (415) 555-0132')
    assert.equal(contactName({ firstName: 'Ada', lastName: null, phone: '+1' }), 'Ada')
  })

  test('a number typed with signs for the eye finds the same contact as the bare one', ({ assert }) => {
    for (const typed of ['(415) 555-0132', '415.555.0132', '1 415 555 0132', '+1 415-555-0132', '0014155550132']) {
      assert.equal(toE164(typed), '+14155550132')
    }
    assert.equal(toE164('+49 30 901820'), '+4930901820')
    assert.match(formatPhone('+4930901820'), /^\+49 30/)
  })

  test('saving attributes keeps numbers numbers, removes what was removed, and changes nothing untouched', ({
    assert,
  }) => {
    const before = { visits: 12, vip: true, plan: 'Gold', nested: { a: 1 } }
    assert.deepEqual(attributesOf(rowsOf(before), before), before)
    const rows = [
      { key: 'visits', value: '13' },
      { key: 'vip', value: 'no idea' },
      { key: ' ', value: 'lost' },
    ]
    assert.deepEqual(attributesOf(rows, before), { visits: 13, vip: 'no idea', plan: null, nested: null })
  })

  test('every kind of timeline row has a filter, also one that is new to the console', ({ assert }) => {
    assert.equal(groupOfKind('message_received'), 'messages')
    assert.equal(groupOfKind('run_started'), 'workflows')
    assert.equal(groupOfKind('opt_in'), 'consent')
    assert.equal(groupOfKind('call'), 'calls')
    assert.equal(groupOfKind('from_the_future'), 'changes')
  })

  test('a text on the timeline keeps its whole body, its status and why it was held', ({ assert }) => {
    const message = messageOfRow({
      id: 'm1',
      kind: 'message_sent',
      at: '2026-11-22T12:00:00Z',
      summary: 'short',
      data: { direction: 'outbound', status: 'held', body: 'the whole text', reason: 'Quiet hours', errorCode: 30007 },
    })
    assert.equal(message?.body, 'the whole text')
    assert.equal(message?.status, 'held')
    assert.equal(message?.reason, 'Quiet hours')
    assert.equal(message?.errorCode, 30007)
    assert.isNull(messageOfRow({ id: 't', kind: 'tag_added', at: '', summary: '', data: {} }))
  })

  test('rows are grouped by day in their order, and days have words', ({ assert }) => {
    const days = byDay(['2026-11-22T12:00:00', '2026-11-22T09:00:00', '2026-11-20T09:00:00'], (at) => at)
    assert.deepEqual(
      days.map((day) => day.rows.length),
      [2, 1],
    )
    const now = new Date('2026-11-22T15:00:00')
    assert.equal(dayInWords(days[0]?.day ?? '', now), 'Today')
    assert.equal(dayInWords(days[1]?.day ?? '', now), 'Friday 20 November')
  })

  test('quiet hours are told right at their edges and over midnight', ({ assert }) => {
    const day = { start: '09:00', end: '20:00' }
    assert.isTrue(isQuiet('08:59', day))
    assert.isFalse(isQuiet('09:00', day))
    assert.isTrue(isQuiet('20:00', day))
    const night = { start: '20:00', end: '06:00' }
    assert.isFalse(isQuiet('23:30', night))
    assert.isTrue(isQuiet('12:00', night))
  })

  test('a marketer sees why contacts were not enrolled, each reason counted once', ({ assert }) => {
    const skipped = ['opted_out', 'already_in', 'opted_out'].map((reason, index) => ({
      contactId: String(index),
      reason,
    }))
    assert.equal(countReasons({ enrolled: 0, skipped }), '2 opted out, 1 already in')
  })
})
