import { test } from '@japa/runner'
import { chain, node } from '../../../../graph/tests/support/build.ts'
import { applyContactEffects } from '../../../src/index.ts'
import { contact, end, stepOf, Walked } from '../../support/play.ts'

test.group('Contact nodes', () => {
  test('update_contact writes rendered values, and empty clears', ({ assert }) => {
    const update = node('u', 'update_contact', {
      set: [
        { field: 'lastName', value: '{{ contact.attributes.city }}' },
        { field: 'firstName', value: '' },
        { field: 'attributes.score', value: '7' },
        { field: 'attributes.city', value: ' ' },
      ],
    })
    const { last } = new Walked(chain(update, end))
    assert.containSubset(last.effects, [
      { type: 'contact_patch', set: { lastName: 'Lyon', firstName: null, attributes: { score: '7', city: null } } },
    ])
    const after = applyContactEffects(contact(), last.effects)
    assert.containSubset(after, { lastName: 'Lyon', firstName: null })
    assert.deepEqual(after.attributes, { score: '7' })
  })

  test('later nodes of the same walk see the change', ({ assert }) => {
    const update = node('u', 'update_contact', { set: [{ field: 'timeZone', value: 'Asia/Tokyo' }] })
    const text = node('t', 'send_sms', { body: '{{ contact.timeZone }} {{ now | date: "%H:%M" }}' })
    const { last } = new Walked(chain(update, text))
    assert.containSubset(last.effects, [{ type: 'contact_patch' }, { type: 'plan_message', body: 'Asia/Tokyo 00:00' }])
  })

  test("a zone that doesn't exist is left as it was, and the step says so", ({ assert }) => {
    const update = node('u', 'update_contact', { set: [{ field: 'timeZone', value: 'Mars/Olympus' }] })
    const { last } = new Walked(chain(update, end))
    assert.deepEqual(last.effects, [])
    assert.containSubset(stepOf(last, 'u').detail, { set: { timeZone: { reason: 'not_a_time_zone' } } })
  })

  test('tags are put on and taken off once, however they are spelled', ({ assert }) => {
    const whole = chain(
      node('a', 'add_tag', { tag: 'VIP' }),
      node('b', 'add_tag', { tag: 'vip' }),
      node('c', 'remove_tag', { tag: 'NEW' }),
      node('d', 'remove_tag', { tag: 'gone' }),
      end,
    )
    const { last } = new Walked(whole)
    assert.deepEqual(
      last.effects.map((effect) => ('tag' in effect ? `${effect.type} ${effect.tag}` : effect.type)),
      ['add_tag VIP', 'remove_tag new'],
    )
    assert.deepEqual(applyContactEffects(contact(), last.effects).tags, ['VIP'])
    assert.deepEqual(stepOf(last, 'b').detail, { tag: 'vip', changed: false })
  })
})
