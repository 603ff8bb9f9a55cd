import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import { QUIET_HOURS_RULES } from '../../src/data/quiet_hours.ts'
import { DEFAULT_WORKSPACE_HOURS, parseHours, sendWindow, type WindowFacts } from '../../src/quiet_hours.ts'

const HOUR = 3_600_000
const MINUTE = 60_000
const YEAR = Date.UTC(2026, 0, 1)

const at = (iso: string, zone: string): number => DateTime.fromISO(iso, { zone }).toMillis()
const windowOf = (
  facts: Partial<WindowFacts> & { now: number; zones: readonly string[] },
): ReturnType<typeof sendWindow> => sendWindow({ workspaceHours: DEFAULT_WORKSPACE_HOURS, ...facts })

test.group('Quiet hours', () => {
  test('the night of a time change neither opens early nor opens late', ({ assert }) => {
    const zone = 'America/New_York'
    for (const night of ['2026-03-07T23:00', '2026-10-31T23:00']) {
      const { opensAt } = windowOf({ zones: [zone], now: at(night, zone) })
      const opening = DateTime.fromMillis(opensAt ?? 0, { zone })
      assert.equal(opening.toFormat('HH:mm'), '09:00')
      assert.equal(opening.diff(DateTime.fromISO(night, { zone }), 'hours').hours, night.startsWith('2026-03') ? 9 : 11)
    }
  })

  test('a window that the clock jumps into opens at the jump', ({ assert }) => {
    const zone = 'America/New_York'
    const now = at('2026-03-08T01:00', zone)
    const { opensAt } = windowOf({ zones: [zone], now, workspaceHours: { start: '02:30', end: '05:00' } })
    assert.equal(opensAt, at('2026-03-08T03:00', zone))
  })

  test('a window inside the hour that comes twice is open both times', ({ assert }) => {
    const zone = 'America/New_York'
    const hours = { start: '01:00', end: '01:30' }
    const first = Date.UTC(2026, 10, 1, 5)
    assert.isTrue(windowOf({ zones: [zone], now: first, workspaceHours: hours }).open)
    const between = windowOf({ zones: [zone], now: first + 30 * MINUTE, workspaceHours: hours })
    assert.isFalse(between.open)
    assert.equal(between.opensAt, first + HOUR)
  })

  test('somebody who may live in New York or Los Angeles is texted only when both may be', ({ assert }) => {
    const zones = ['America/New_York', 'America/Los_Angeles']
    assert.isFalse(windowOf({ zones, now: at('2026-06-01T09:00', 'America/New_York') }).open)
    assert.equal(
      windowOf({ zones, now: at('2026-06-01T09:00', 'America/New_York') }).opensAt,
      at('2026-06-01T09:00', 'America/Los_Angeles'),
    )
    assert.isTrue(windowOf({ zones, now: at('2026-06-01T12:00', 'America/New_York') }).open)
    assert.isFalse(windowOf({ zones, now: at('2026-06-01T17:30', 'America/Los_Angeles') }).open)
  })

  test('zones that never share an hour are said never to open, instead of looping', ({ assert }) => {
    const window = windowOf({
      zones: ['Pacific/Auckland', 'Atlantic/Azores'],
      now: YEAR,
      workspaceHours: { start: '10:00', end: '12:00' },
    })
    assert.deepInclude(window, { open: false, opensAt: null })
  })

  test('a Sunday morning in Texas waits until noon, a Sunday in Alabama until Monday', ({ assert }) => {
    const zone = 'America/Chicago'
    const now = at('2026-06-07T09:30', zone)
    const texas = windowOf({ zones: [zone], now, country: 'US', state: 'TX' })
    assert.equal(texas.opensAt, at('2026-06-07T12:00', zone))
    assert.deepEqual(texas.rules, ['workspace', 'US', 'US-TX'])
    assert.equal(windowOf({ zones: [zone], now, country: 'US', state: 'AL' }).opensAt, at('2026-06-08T09:00', zone))
  })

  test('a workspace cannot widen the law', ({ assert }) => {
    const zone = 'America/New_York'
    const hours = { start: '00:00', end: '24:00' }
    assert.isFalse(
      windowOf({ zones: [zone], now: at('2026-06-03T20:30', zone), country: 'US', state: 'FL', workspaceHours: hours })
        .open,
    )
    assert.isTrue(
      windowOf({ zones: [zone], now: at('2026-06-03T20:30', zone), country: 'US', state: 'GA', workspaceHours: hours })
        .open,
    )
    assert.isFalse(
      windowOf({ zones: [zone], now: at('2026-06-03T21:00', zone), country: 'US', state: 'GA', workspaceHours: hours })
        .open,
    )
    assert.isTrue(
      windowOf({ zones: ['Europe/Berlin'], now: at('2026-06-03T03:00', 'Europe/Berlin'), workspaceHours: hours }).open,
    )
    assert.isNull(windowOf({ zones: ['Europe/Berlin'], now: YEAR, workspaceHours: hours }).closesAt)
  })

  test('unreadable hours fall back to the default instead of opening the night', ({ assert }) => {
    for (const hours of [
      { start: '20:00', end: '09:00' },
      { start: 'x', end: '' },
      { start: '9:75', end: '25:00' },
    ]) {
      assert.deepEqual(parseHours(hours), { start: 540, end: 1200 })
    }
  })

  test('an unknown zone is judged by its country, and without one by UTC', ({ assert }) => {
    assert.include(windowOf({ zones: ['Mars/Olympus'], country: 'US', now: YEAR }).zones, 'America/New_York')
    assert.deepEqual(windowOf({ zones: [], now: YEAR }).zones, ['UTC'])
  })

  test('every rule names its source, its date and seven days', ({ assert }) => {
    for (const rule of QUIET_HOURS_RULES) {
      assert.lengthOf(rule.days, 7, rule.id)
      assert.isNotEmpty(rule.source, rule.id)
      assert.match(rule.checked, /^\d{4}-\d\d-\d\d$/)
      for (const day of rule.days) if (day) assert.isBelow(day.start, day.end, rule.id)
    }
    assert.lengthOf(new Set(QUIET_HOURS_RULES.map((rule) => rule.id)), QUIET_HOURS_RULES.length)
  })
})
