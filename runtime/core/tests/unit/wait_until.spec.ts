import { test } from '@japa/runner'
import fc from 'fast-check'
import { DateTime } from 'luxon'
import { WEEKDAYS } from '@soniarose/graph'
import { chain, node } from '../../../graph/tests/support/build.ts'
import { advance, compile, startRun, toIso } from '../../src/index.ts'
import { contact, runEvent } from '../support/play.ts'

/** Every seventh: luxon is slow to get to know a zone, and the others differ in nothing that matters here. */
const ZONES = Intl.supportedValuesOf('timeZone').filter((_, index) => index % 7 === 0)

/** When a wait that begins at a moment, for somebody in a zone, is over; null: at once. */
function endOf(data: Record<string, unknown>, now: number, timeZone: string): number | null {
  const graph = compile(chain(node('rest', 'wait', data), node('end', 'exit')))
  const run = startRun({ id: 'run-1', nodeId: 'start', now })
  return advance(graph, run, runEvent({ now, contact: contact({ timeZone }) })).run.wait?.wakeAt ?? null
}

/** The first moment at which the clocks of a zone show this, or would have, had they not skipped it. */
function firstOf(local: DateTime): number {
  const [first] = local.getPossibleOffsets()
  return (first ?? local).toMillis()
}

/** Luxon's answer to "the next time that it is nine on a Monday": every day is tried in turn. */
function slowUntilTime(now: number, zone: string, wanted: { time: string; days: readonly string[] }): number | null {
  const today = DateTime.fromMillis(now, { zone })
  const [hour, minute] = wanted.time.split(':').map(Number)
  for (let ahead = 0; ahead <= 8; ahead++) {
    const date = DateTime.fromObject({ year: today.year, month: today.month, day: today.day }, { zone: 'UTC' }).plus({
      days: ahead,
    })
    if (!wanted.days.includes(WEEKDAYS[date.weekday - 1] ?? '')) continue
    const { year, month, day } = date
    const due = firstOf(DateTime.fromObject({ year, month, day, hour, minute }, { zone }))
    if (due > now) return due
  }
  return null
}

const moment = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2035, 0) })
const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 15, 30, 45))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`)
const days = fc.uniqueArray(fc.constantFrom(...WEEKDAYS), { minLength: 1 })
/** Moments and times at which the clocks of New York, Lord Howe or Cairo are just being changed. */
const change = fc.constantFrom(
  { zone: 'America/New_York', at: Date.UTC(2026, 2, 8, 7) },
  { zone: 'America/New_York', at: Date.UTC(2026, 10, 1, 6) },
  { zone: 'Australia/Lord_Howe', at: Date.UTC(2026, 3, 4, 15) },
  { zone: 'Australia/Lord_Howe', at: Date.UTC(2026, 9, 3, 15, 30) },
  { zone: 'Africa/Cairo', at: Date.UTC(2026, 3, 23, 22) },
)
const where = fc.oneof(
  fc.record({ zone: fc.constantFrom(...ZONES), now: moment }),
  fc
    .tuple(change, fc.integer({ min: -172_800, max: 86_400 }))
    .map(([{ zone, at }, seconds]) => ({ zone, now: at + seconds * 1_000 })),
)

test.group('A wait until', () => {
  test('a time of day ends when a slow calendar says so, in many zones, also where the clocks are changed', ({
    assert,
  }) => {
    fc.assert(
      fc.property(where, time, days, ({ zone, now }, untilTime, allowed) => {
        const slow = slowUntilTime(now, zone, { time: untilTime, days: allowed })
        const ours = endOf({ untilTime, days: allowed }, now, zone)
        assert.equal(ours && toIso(ours), slow && toIso(slow), `${zone} ${toIso(now)} ${untilTime} ${allowed.join()}`)
      }),
      { numRuns: 800 },
    )
  }).timeout(20_000)

  test('a date ends when a slow calendar says so: so many days before it, at that time of day', ({ assert }) => {
    const ahead = fc.integer({ min: -3, max: 400 })
    fc.assert(
      fc.property(where, ahead, fc.integer({ min: -40, max: 40 }), time, ({ zone, now }, inDays, by, atTime) => {
        const date = DateTime.fromMillis(now, { zone }).plus({ days: inDays }).toISODate() ?? ''
        const offset = `${by < 0 ? '-' : ''}P${Math.abs(by)}D`
        const { year, month, day } = DateTime.fromISO(date, { zone: 'UTC' }).plus({ days: by })
        const [hour, minute] = atTime.split(':').map(Number)
        const due = firstOf(DateTime.fromObject({ year, month, day, hour, minute }, { zone }))
        const ours = endOf({ untilDate: date, offset, atTime }, now, zone)
        assert.equal(
          ours && toIso(ours),
          due > now ? toIso(due) : null,
          `${zone} ${toIso(now)} ${date} ${offset} ${atTime}`,
        )
      }),
      { numRuns: 800 },
    )
  }).timeout(20_000)
})
