import { test } from '@japa/runner'
import { chain, graph, node } from '../../../../graph/tests/support/build.ts'
import { dueNow, toIso, type JsonObject } from '../../../src/index.ts'
import { DAY, end, HOUR, MONDAY, runEvent, stepOf, Walked } from '../../support/play.ts'

/** When a wait that begins on Monday at 10:00 in New York is over. */
function until(data: Record<string, unknown>, facts = {}): string | null {
  const { run } = new Walked(chain(node('rest', 'wait', data), end), facts)
  return run.wait?.wakeAt ? toIso(run.wait.wakeAt) : null
}

test.group('Wait', () => {
  test('a day later is the same time of day; hours are exact', ({ assert }) => {
    assert.equal(until({ for: 'P1D' }), '2026-01-06T15:00:00.000Z')
    assert.equal(until({ for: 'PT90M' }), '2026-01-05T16:30:00.000Z')
    assert.equal(until({ for: 'P1M' }), '2026-02-05T15:00:00.000Z')
  })

  test('over a change of the clocks a day has 23 hours, and PT24H has 24', ({ assert }) => {
    assert.equal(until({ for: 'P2M3D' }), '2026-03-08T14:00:00.000Z')
    assert.equal(until({ for: 'PT1488H' }), '2026-03-08T15:00:00.000Z')
  })

  test("a time of day is the contact's, on the allowed days, and always in the future", ({ assert }) => {
    assert.equal(until({ untilTime: '11:30' }), '2026-01-05T16:30:00.000Z')
    assert.equal(until({ untilTime: '09:00' }), '2026-01-06T14:00:00.000Z')
    assert.equal(until({ untilTime: '10:00' }), '2026-01-06T15:00:00.000Z', 'exactly now is over')
    assert.equal(until({ untilTime: '09:00', days: ['sat', 'sun'] }), '2026-01-10T14:00:00.000Z')
    assert.equal(until({ untilTime: '09:00' }, { timeZone: 'Asia/Tokyo' }), '2026-01-06T00:00:00.000Z')
  })

  test('a date is midnight in the zone of the contact, moved by the offset or to a time', ({ assert }) => {
    assert.equal(until({ untilDate: '2026-02-14' }), '2026-02-14T05:00:00.000Z')
    assert.equal(until({ untilDate: '2026-02-14', atTime: '09:00', offset: '-P1D' }), '2026-02-13T14:00:00.000Z')
    assert.equal(until({ untilDate: '2026-02-14T09:00' }), '2026-02-14T14:00:00.000Z')
    assert.equal(until({ untilDate: '2026-02-14T09:00:00Z' }), '2026-02-14T09:00:00.000Z')
  })

  test("a contact's own date field is waited for, and no wait where there is none", ({ assert }) => {
    const birthday = { untilDate: 'contact.attributes.birthday', offset: '-P1W' }
    assert.equal(until(birthday, { attributes: { birthday: '2026-06-15' } }), '2026-06-08T04:00:00.000Z')
    for (const value of [undefined, null, '', 'soon', '2026-02-30', 7]) {
      const attributes: JsonObject = value === undefined ? {} : { birthday: value }
      const { last, run } = new Walked(chain(node('rest', 'wait', birthday), end), { attributes })
      assert.equal(run.status, 'completed')
      assert.equal(stepOf(last, 'rest').detail['reason'], 'no_date')
    }
  })

  test('a date that has passed is no wait', ({ assert }) => {
    const { last } = new Walked(chain(node('rest', 'wait', { untilDate: '2025-12-24' }), end))
    assert.equal(stepOf(last, 'rest').detail['reason'], 'already_past')
  })

  test('woken early the run stays; woken in time it goes on and keeps what it waited for', ({ assert }) => {
    const walked = new Walked(chain(node('rest', 'wait', { for: 'P1D' }), end))
    walked.now = MONDAY + DAY - 1
    assert.deepEqual(walked.on().steps, [])
    assert.equal(walked.run.status, 'waiting')
    walked.now = MONDAY + DAY
    walked.on()
    assert.equal(walked.run.status, 'completed')
    assert.containSubset(stepOf(walked.last, 'rest'), {
      startedAt: MONDAY,
      finishedAt: MONDAY + DAY,
      detail: { asked: 'P1D', until: '2026-01-06T15:00:00.000Z', timeZone: 'America/New_York' },
    })
  })

  test("changing the contact's zone or date moves the wait", ({ assert }) => {
    const morning = new Walked(chain(node('rest', 'wait', { untilTime: '12:00' }), end))
    morning.facts = { ...morning.facts, timeZone: 'America/Los_Angeles' }
    const moved = dueNow(morning.graph, morning.run, runEvent({ contact: morning.facts }))
    assert.equal(moved, MONDAY + 5 * HOUR)
    morning.now = MONDAY + 2 * HOUR
    morning.on()
    assert.equal(morning.run.wait?.wakeAt, MONDAY + 5 * HOUR, 'woken by the old time it waits for the new one')

    const field = { untilDate: 'contact.attributes.due' }
    const dated = new Walked(chain(node('rest', 'wait', field), end), { attributes: { due: '2026-03-01' } })
    dated.facts = { ...dated.facts, attributes: { due: '2026-01-01' } }
    dated.on()
    assert.equal(dated.run.status, 'completed')
  })

  test('a contact without a zone lives in the default one, an unknown zone in UTC', ({ assert }) => {
    const whole = chain(node('rest', 'wait', { untilTime: '20:00' }), end)
    const walked = new Walked(whole, { timeZone: null })
    assert.equal(walked.run.wait?.wakeAt, MONDAY + 5 * HOUR)
    const berlin = runEvent({ contact: walked.facts, defaultTimeZone: 'Europe/Berlin' })
    assert.equal(dueNow(walked.graph, walked.run, berlin), MONDAY + 4 * HOUR)
    assert.equal(new Walked(whole, { timeZone: 'Mars/Olympus' }).run.wait?.wakeAt, MONDAY + 5 * HOUR)
  })

  test('an event ends the wait by next, its absence by timeout', ({ assert }) => {
    const paid = node('paid', 'wait', { untilEvent: 'order.paid', timeout: 'P2D' })
    const whole = graph([paid, end, node('late', 'exit')], ['start>paid', 'paid>end', 'paid.timeout>late'])
    const walked = new Walked(whole)
    assert.deepEqual(walked.run.wait, { kind: 'event', key: 'order.paid', wakeAt: MONDAY + 2 * DAY })
    walked.on({ kind: 'event', key: 'order.sent' })
    assert.equal(walked.run.status, 'waiting')
    walked.on({ kind: 'event', key: 'order.paid', data: { total: 5 } })
    assert.equal(walked.run.nodeId, 'end')
    assert.deepEqual(walked.run.vars.steps['paid'], { total: 5 })
    const silent = new Walked(whole)
    silent.wake()
    assert.equal(silent.run.nodeId, 'late')
  })
})
