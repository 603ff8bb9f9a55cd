import { test } from '@japa/runner'
import { DEFAULT_WORKSPACE_HOURS, sendWindow } from '../../src/quiet_hours.ts'

const HOUR = 3_600_000
const MINUTE = 60_000
const ALL_ZONES = Intl.supportedValuesOf('timeZone')
const YEAR = Date.UTC(2026, 0, 1)
const HOURS_OF_YEAR = 365 * 24

/** Open minutes of a day, from and to. */
type Span = readonly [start: number, end: number]

interface Rule {
  state: string | null
  sunday: Span
  weekday: Span
}

/** Every hour of the year, at another minute each time. */
const INSTANTS = Array.from({ length: HOURS_OF_YEAR }, (_, hour) => YEAR + hour * HOUR + ((hour * 17) % 60) * MINUTE)

/** An oracle of its own: the wall clock of a zone by the runtime's own formatting, minutes since midnight. */
function wallClock(zone: string): (instant: number) => { weekday: string; minutes: number } {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  return (instant) => {
    const written = format.format(instant)
    return { weekday: written.slice(0, 3), minutes: Number(written.slice(-5, -3)) * 60 + Number(written.slice(-2)) }
  }
}

/** What the wall clock shows at each sample; zones that agree in every month and around every change share it. */
function samplesOf(zone: string, instants: readonly number[], shared: Map<string, Uint16Array>): Uint16Array {
  const clock = wallClock(zone)
  const read = (instant: number): number => {
    const { weekday, minutes } = clock(instant)
    return (weekday === 'Sun' ? 2000 : 0) + minutes
  }
  const daily: number[] = []
  for (let index = 0; index < instants.length; index += 24) daily.push(read(instants[index] ?? 0))
  const changes: number[] = []
  for (let day = 1; day < daily.length; day++) {
    if (daily[day]! % 2000 === daily[day - 1]! % 2000) continue
    for (let hour = (day - 1) * 24; hour < day * 24; hour++) changes.push(read(instants[hour] ?? 0))
  }
  const fingerprint = [...daily, ...changes].join()
  let samples = shared.get(fingerprint)
  if (!samples) shared.set(fingerprint, (samples = Uint16Array.from(instants, read)))
  return samples
}

/** Walks one zone through the year as a held text does, and says what went wrong. */
function faultsOf(zone: string, samples: Uint16Array, rule: Rule): string[] {
  const faults: string[] = []
  let opensAt: number | null = null
  for (const [hour, now] of INSTANTS.entries()) {
    const allowed = isAllowed(samples[hour] ?? 0, rule)
    // Once held, it is held until the time first given: ask again only now and then.
    if (!allowed && opensAt !== null && hour % 7 !== 0) {
      if (opensAt <= now) faults.push(`${zone} opens at ${opensAt}, yet is closed at ${now}`)
      continue
    }
    const window = windowAt(zone, now, rule.state)
    if (window.open !== allowed)
      faults.push(`${zone} at ${new Date(now).toISOString()}: ${window.open ? 'open' : 'closed'}`)
    if (allowed && (opensAt ?? now) > now) faults.push(`${zone} is open at ${now}, but was held until ${opensAt}`)
    opensAt = window.opensAt
  }
  return faults
}

function isAllowed(sample: number, rule: Rule): boolean {
  const [start, end] = sample >= 2000 ? rule.sunday : rule.weekday
  return sample % 2000 >= start && sample % 2000 < end
}

function windowAt(zone: string, now: number, state: string | null = null): ReturnType<typeof sendWindow> {
  return sendWindow({
    zones: [zone],
    now,
    state,
    country: state ? 'US' : null,
    workspaceHours: DEFAULT_WORKSPACE_HOURS,
  })
}

test.group('Quiet hours over a whole year', () => {
  test('in every zone and at every hour nobody is texted outside the default hours, nor held longer than to the next opening', ({
    assert,
  }) => {
    const shared = new Map<string, Uint16Array>()
    const rule: Rule = { state: null, sunday: [540, 1200], weekday: [540, 1200] }
    assert.deepEqual(
      ALL_ZONES.flatMap((zone) => faultsOf(zone, samplesOf(zone, INSTANTS, shared), rule)).slice(0, 20),
      [],
    )
  }).timeout(60_000)

  test('in every American zone the Sunday of Texas is kept too', ({ assert }) => {
    const shared = new Map<string, Uint16Array>()
    const rule: Rule = { state: 'TX', sunday: [720, 1200], weekday: [540, 1200] }
    const zones = ALL_ZONES.filter((zone) => zone.startsWith('America/'))
    assert.deepEqual(zones.flatMap((zone) => faultsOf(zone, samplesOf(zone, INSTANTS, shared), rule)).slice(0, 20), [])
  }).timeout(60_000)

  test('in every zone the opening is the first minute of the window: a minute earlier it is still closed', ({
    assert,
  }) => {
    for (const zone of ALL_ZONES) {
      const clock = wallClock(zone)
      for (let day = 0; day < 365; day += 11) {
        const now = YEAR + day * 24 * HOUR + ((day * 37) % 1440) * MINUTE
        const { opensAt, closesAt, open } = windowAt(zone, now)
        const edge = open ? closesAt : opensAt
        if (edge === null) assert.fail(`${zone} has no edge at ${now}`)
        else {
          assert.equal(windowAt(zone, edge).open, !open, zone)
          assert.equal(windowAt(zone, edge - 1).open, open, zone)
          assert.equal(clock(edge).minutes, open ? 1200 : 540, zone)
        }
      }
    }
  }).timeout(60_000)
})
