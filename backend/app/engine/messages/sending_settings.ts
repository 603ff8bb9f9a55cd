import { addDuration, parseDuration } from '@soniarose/core'

/** What the gate needs of a workspace's settings. */
export interface SendingSettings {
  hours: { start: string; end: string }
  caps: readonly { limit: number; windowMs: number }[]
  conversationMs: number
  timeZone: string | null
  frozen: boolean
}

const DEFAULT_HOURS = { start: '09:00', end: '20:00' }
/** `quietHours: null` leaves only what the law forbids. */
const ALL_DAY = { start: '00:00', end: '24:00' }
const DAY_MS = 86_400_000

/** Reads stored settings; what is absent or unreadable has its default. */
export function readSendingSettings(settings: unknown, frozen: boolean): SendingSettings {
  const stored = isRecord(settings) ? settings : {}
  return {
    hours: readHours(stored['quietHours']),
    caps: readCaps(stored['frequencyCaps']),
    conversationMs: durationMs(stored['conversationWindow']) ?? DAY_MS,
    timeZone: typeof stored['timeZone'] === 'string' ? stored['timeZone'] : null,
    frozen,
  }
}

function readHours(hours: unknown): SendingSettings['hours'] {
  if (hours === null) return ALL_DAY
  if (!isRecord(hours) || typeof hours['start'] !== 'string' || typeof hours['end'] !== 'string') return DEFAULT_HOURS
  return { start: hours['start'], end: hours['end'] }
}

function readCaps(caps: unknown): SendingSettings['caps'] {
  if (!Array.isArray(caps)) return []
  return caps.flatMap((cap: unknown) => {
    const windowMs = isRecord(cap) ? durationMs(cap['window']) : null
    return isRecord(cap) && typeof cap['limit'] === 'number' && windowMs !== null ? [{ limit: cap['limit'], windowMs }] : []
  })
}

function durationMs(text: unknown): number | null {
  if (typeof text !== 'string') return null
  const duration = parseDuration(text)
  return duration ? addDuration(0, duration, 'UTC') : null
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
