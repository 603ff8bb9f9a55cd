import { test } from '@japa/runner'
import { nextOccurrence, parseRecurrence } from '#app/engine/schedules/recurrence'

const at = (iso: string): number => Date.parse(iso)

function nextTimes(
  rule: string,
  after: string,
  { zone = 'UTC', count = 3 }: { zone?: string; count?: number } = {},
): string[] {
  const parsed = parseRecurrence(rule)
  if (!parsed) throw new Error(`no rule: ${rule}`)
  const times: string[] = []
  for (
    let moment = nextOccurrence(parsed, at(after), zone);
    moment !== null && times.length < count;
    moment = nextOccurrence(parsed, moment, zone)
  ) {
    times.push(new Date(moment).toISOString().replace('.000Z', 'Z'))
  }
  return times
}

test.group('A schedule', () => {
  test('comes on its weekdays at its hour', ({ assert }) => {
    // 2026-11-22 is a Sunday.
    assert.deepEqual(nextTimes('FREQ=WEEKLY;BYDAY=MO,FR;BYHOUR=9', '2026-11-22T12:00:00Z'), [
      '2026-11-23T09:00:00Z',
      '2026-11-27T09:00:00Z',
      '2026-11-30T09:00:00Z',
    ])
  })

  test('keeps its hour of the wall clock over a change to winter time', ({ assert }) => {
    assert.deepEqual(nextTimes('FREQ=DAILY;BYHOUR=9', '2026-10-30T20:00:00Z', { zone: 'America/New_York' }), [
      '2026-10-31T13:00:00Z',
      '2026-11-01T14:00:00Z',
      '2026-11-02T14:00:00Z',
    ])
  })

  test('knows the last day of each month', ({ assert }) => {
    assert.deepEqual(nextTimes('FREQ=MONTHLY;BYMONTHDAY=-1;BYHOUR=8', '2027-01-15T00:00:00Z'), [
      '2027-01-31T08:00:00Z',
      '2027-02-28T08:00:00Z',
      '2027-03-31T08:00:00Z',
    ])
  })

  test('waits for a leap day for years, and for a day that never comes not at all', ({ assert }) => {
    assert.deepEqual(nextTimes('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYHOUR=0', '2026-01-01T00:00:00Z', { count: 1 }), [
      '2028-02-29T00:00:00Z',
    ])
    assert.deepEqual(nextTimes('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', '2026-01-01T00:00:00Z'), [])
  })

  test('ends at its UNTIL', ({ assert }) => {
    assert.deepEqual(nextTimes('FREQ=HOURLY;UNTIL=20261122T020000Z', '2026-11-22T00:30:00Z'), [
      '2026-11-22T01:00:00Z',
      '2026-11-22T02:00:00Z',
    ])
  })

  test('of another kind is none', ({ assert }) => {
    assert.isNull(parseRecurrence('FREQ=SECONDLY'))
    assert.isNull(parseRecurrence('every monday'))
  })
})
