import { IANAZone } from 'luxon'
import { DAY_MS } from './civil.ts'

/** Since 1973 every zone has changed its offset on a quarter of an hour (UTC), so one look-up serves a quarter. */
const BUCKET_MS = 900_000
const BUCKETS_SINCE = 94_694_400_000
const BUCKETS_PER_ZONE = 4096
const ZONES_KEPT = 1024

interface KnownZone {
  zone: IANAZone
  offsets: Map<number, number>
}

const known = new Map<string, KnownZone>()

/** Whether a name is a zone of the tz database. */
export function isTimeZone(name: string): boolean {
  return name === 'UTC' || known.has(name) || IANAZone.isValidZone(name)
}

/** The first of the names that is a zone, else UTC: a contact's own, then the workspace's. */
export function resolveZone(...names: (string | null | undefined)[]): string {
  for (const name of names) if (name && isTimeZone(name)) return name
  return 'UTC'
}

function knownZone(name: string): KnownZone {
  const found = known.get(name)
  if (found) return found
  const zone = IANAZone.create(name)
  if (!zone.isValid) throw new RangeError(`"${name}" is not a time zone`)
  if (known.size >= ZONES_KEPT) known.clear()
  const made = { zone, offsets: new Map<number, number>() }
  known.set(name, made)
  return made
}

/**
 * How far a zone's clocks are ahead of UTC at an instant, in milliseconds. Remembers what it has asked, since the
 * platform's answer takes microseconds and a batch of runs asks the same again and again.
 */
export function offsetAt(zoneName: string, instant: number): number {
  if (zoneName === 'UTC') return 0
  const { zone, offsets } = knownZone(zoneName)
  if (instant < BUCKETS_SINCE) return Math.round(zone.offset(instant) * 60_000)
  const bucket = Math.floor(instant / BUCKET_MS)
  const kept = offsets.get(bucket)
  if (kept !== undefined) return kept
  const offset = Math.round(zone.offset(bucket * BUCKET_MS) * 60_000)
  if (offsets.size >= BUCKETS_PER_ZONE) offsets.clear()
  offsets.set(bucket, offset)
  return offset
}

/** What the zone's clocks and calendar show at an instant, as if they showed UTC. */
export function toLocal(zoneName: string, instant: number): number {
  return instant + offsetAt(zoneName, instant)
}

/**
 * The instant at which a zone's clocks show a local time. One that the clocks skip moves forward by the skipped
 * span (02:30 becomes 03:30); of one that they show twice, the first.
 *
 * @param local milliseconds as if the clock showed UTC
 */
export function fromLocal(zoneName: string, local: number): number {
  const before = offsetAt(zoneName, local - DAY_MS)
  const after = offsetAt(zoneName, local + DAY_MS)
  if (before === after) return local - before
  const early = local - Math.max(before, after)
  if (toLocal(zoneName, early) === local) return early
  const late = local - Math.min(before, after)
  if (toLocal(zoneName, late) === local) return late
  return local - before
}
