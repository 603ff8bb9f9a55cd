import { test } from '@japa/runner'
import fc from 'fast-check'
import { DateTime, IANAZone } from 'luxon'
import {
  addDuration,
  fromLocal,
  offsetAt,
  parseDuration,
  readDate,
  readInstant,
  toIso,
  toLocal,
} from '../../src/index.ts'
import { civilFromDays, DAY_MS, daysFromCivil, weekdayOf } from '../../src/time/civil.ts'
import { strftime } from '../../src/time/strftime.ts'
import { DAY, HOUR, MONDAY } from '../support/play.ts'

const ZONES = Intl.supportedValuesOf('timeZone')
const YEAR_START = Date.UTC(2026, 0, 1)

/** The moments of 2026 at which a zone changes its offset, found by halving the days that differ. */
function changesOf(zoneName: string): number[] {
  const zone = IANAZone.create(zoneName)
  const changes: number[] = []
  for (let day = 0; day < 365; day += 7) {
    let before = YEAR_START + day * DAY
    let after = before + 7 * DAY
    if (zone.offset(before) === zone.offset(after)) continue
    while (after - before > 60_000) {
      const middle = Math.floor((before + after) / 2)
      if (zone.offset(middle) === zone.offset(before)) before = middle
      else after = middle
    }
    changes.push(Math.round(after / 60_000) * 60_000)
  }
  return changes
}

/** Luxon's answer, with the first of two possible moments as we state it. */
function luxonAdds(instant: number, parts: { months?: number; days?: number; hours?: number }, zone: string): number {
  const { hours = 0, ...calendar } = parts
  const [first] = DateTime.fromMillis(instant, { zone }).plus(calendar).getPossibleOffsets()
  return (first?.toMillis() ?? 0) + hours * HOUR
}

test.group('The calendar', () => {
  test('agrees with the platform on every date', ({ assert }) => {
    fc.assert(
      fc.property(fc.integer({ min: -200_000, max: 200_000 }), (days) => {
        const date = new Date(days * DAY_MS)
        const civil = civilFromDays(days)
        assert.deepEqual(civil, { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() })
        assert.equal(daysFromCivil(civil), days)
        assert.equal(weekdayOf(days), (date.getUTCDay() + 6) % 7)
      }),
    )
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), (instant) => {
        assert.equal(toIso(instant), new Date(instant).toISOString())
      }),
    )
  })
})

test.group('Zones', () => {
  test('offsets are those of the tz database, in every zone at any time', ({ assert }) => {
    for (const zone of ZONES)
      for (let sample = 0; sample < 12; sample++) {
        const instant = YEAR_START + sample * 31 * DAY + sample * 7_777_777
        assert.equal(offsetAt(zone, instant), DateTime.fromMillis(instant, { zone }).offset * 60_000, zone)
      }
    const old = Date.UTC(1971, 5, 1)
    assert.equal(offsetAt('Africa/Monrovia', old), Math.round(IANAZone.create('Africa/Monrovia').offset(old) * 60_000))
  })

  test('waits agree with luxon around every change of the clocks, in every zone', ({ assert }) => {
    const durations = [
      ['P1D', { days: 1 }],
      ['P1M', { months: 1 }],
      ['P1DT3H', { days: 1, hours: 3 }],
      ['PT36H', { hours: 36 }],
    ] as const
    let compared = 0
    for (const zone of ZONES)
      for (const change of changesOf(zone))
        for (const back of [DAY, 2 * DAY, 31 * DAY])
          for (const minutes of [-90, -30, 0, 15, 60, 90]) {
            const instant = change - back + minutes * 60_000
            for (const [text, parts] of durations) {
              const duration = parseDuration(text)
              if (!duration) throw new Error(text)
              const ours = addDuration(instant, duration, zone)
              if (ours !== luxonAdds(instant, parts, zone))
                assert.equal(toIso(ours), toIso(luxonAdds(instant, parts, zone)), `${zone} ${toIso(instant)} + ${text}`)
              compared++
            }
          }
    assert.isAbove(compared, 10_000)
  }).timeout(20_000)

  test('a time that the clocks skip moves forward, of one that they show twice the first counts', ({ assert }) => {
    const local = (text: string) => Date.parse(`${text}Z`)
    const zone = 'America/New_York'
    assert.equal(toIso(fromLocal(zone, local('2026-03-08T02:30:00'))), '2026-03-08T07:30:00.000Z')
    assert.equal(toIso(fromLocal(zone, local('2026-11-01T01:30:00'))), '2026-11-01T05:30:00.000Z')
    assert.equal(toIso(fromLocal('Australia/Lord_Howe', local('2026-10-04T02:15:00'))), '2026-10-03T15:45:00.000Z')
    assert.equal(toIso(fromLocal('Pacific/Apia', local('2011-12-30T09:00:00'))), '2011-12-30T19:00:00.000Z')
  })

  test('there and back again is the same moment, but for the hour shown twice', ({ assert }) => {
    const instant = fc.integer({ min: Date.UTC(1975, 0), max: Date.UTC(2037, 0) })
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), instant, (zone, moment) => {
        const back = fromLocal(zone, toLocal(zone, moment))
        assert.equal(toLocal(zone, back), toLocal(zone, moment))
        assert.isAtMost(back, moment)
      }),
      { numRuns: 2000 },
    )
  })
})

test.group('Durations and dates as written', () => {
  test('durations are read as ISO 8601 writes them, and nothing else is', ({ assert }) => {
    assert.deepEqual(parseDuration('P1Y2M3W4DT5H6M7S'), {
      sign: 1,
      months: 14,
      days: 25,
      milliseconds: ((5 * 60 + 6) * 60 + 7) * 1000,
    })
    assert.equal(parseDuration('-P1D')?.sign, -1)
    for (const text of ['', 'P', 'PT', 'P1', '1D', 'P1H', 'PT1D', 'P1DT', 'P-1D', 'p1d', 'P1.5D'])
      assert.isNull(parseDuration(text), text)
  })

  test('the last of a month stays the last of a shorter one', ({ assert }) => {
    const month = parseDuration('P1M')
    if (!month) throw new Error('P1M')
    assert.equal(toIso(addDuration(Date.UTC(2026, 0, 31, 12), month, 'UTC')), '2026-02-28T12:00:00.000Z')
    assert.equal(toIso(addDuration(Date.UTC(2026, 2, 31), { ...month, sign: -1 }, 'UTC')), '2026-02-28T00:00:00.000Z')
  })

  test('dates that do not exist are no dates', ({ assert }) => {
    for (const text of ['2026-02-29', '2026-13-01', '2026-00-10', '2026-01-01T25:00', '2026-1-1', 'today', ''])
      assert.isNull(readDate(text), text)
    assert.equal(readInstant('2026-02-14T09:00:00.123456Z', 'UTC'), Date.UTC(2026, 1, 14, 9, 0, 0, 123))
    assert.equal(readInstant(MONDAY / 1000, 'UTC'), MONDAY)
    assert.isNull(readInstant({}, 'UTC'))
  })

  test('dates are written as strftime does', ({ assert }) => {
    const at = Date.UTC(2026, 6, 4, 13, 5, 9)
    assert.equal(strftime(at, '%Y-%m-%d %H:%M:%S', 'UTC'), '2026-07-04 13:05:09')
    assert.equal(strftime(at, '%a %-d %b, %-I:%M %P', 'America/New_York'), 'Sat 4 Jul, 9:05 am')
    assert.equal(strftime(at, '%^A %e %j %u %w %y %% %q', 'UTC'), 'SATURDAY  4 185 6 6 26 % %q')
    assert.equal(strftime(at, '%F %T %z', 'Asia/Kathmandu'), '2026-07-04 18:50:09 +0545')
  })
})
