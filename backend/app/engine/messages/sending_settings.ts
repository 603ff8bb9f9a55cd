import { addDuration, parseDuration } from '@soniarose/core'

/** What the gate needs of a workspace's settings. */
export interface SendingSettings {
  hours: { start: string; end: string }
  caps: readonly { limit: number; windowMs: number }[]
  conversationMs: number
  timeZone: string | null
  frozen: boolean
  /** How long an answer to an opt-in request is waited for; null: nobody is asked, and texts to pending contacts are blocked. */
  answerWithinMs: number | null
  /**
   * The hours of states and countries don't apply: only in a sandbox, which reaches nobody, and only where its own hours
   * cover the whole day. What is tried there must not depend on the time of day.
   */
  lawless: boolean
}

const DEFAULT_HOURS = { start: '09:00', end: '20:00' }
/** `quietHours: null` leaves only what the law forbids. */
const ALL_DAY = { start: '00:00', end: '24:00' }
const DAY_MS = 86_400_000

/** Reads stored settings; what is absent or unreadable has its default. */
export function readSendingSettings(
  settings: unknown,
  workspace: { frozen: boolean; sandbox: boolean },
): SendingSettings {
  const stored = isRecord(settings) ? settings : {}
  const { frozen, sandbox } = workspace
  const hours = readHours(stored['quietHours'])
  const lawless = sandbox && isWholeDay(hours)
  return {
    hours: lawless ? ALL_DAY : hours,
    lawless,
    caps: readCaps(stored['frequencyCaps']),
    conversationMs: durationMs(stored['conversationWindow']) ?? DAY_MS,
    timeZone: typeof stored['timeZone'] === 'string' ? stored['timeZone'] : null,
    frozen,
    answerWithinMs: readAnswerWithin(stored['optInRequests']),
  }
}

function readAnswerWithin(requests: unknown): number | null {
  return isRecord(requests) ? (durationMs(requests['answerWithin']) ?? 3 * DAY_MS) : null
}

function readHours(hours: unknown): SendingSettings['hours'] {
  if (hours === null) return ALL_DAY
  if (!isRecord(hours) || typeof hours['start'] !== 'string' || typeof hours['end'] !== 'string') return DEFAULT_HOURS
  return { start: hours['start'], end: hours['end'] }
}

/** 23:59 is how people write the end of a day where a form has no 24:00. */
function isWholeDay({ start, end }: SendingSettings['hours']): boolean {
  return start === end || (start === '00:00' && (end === '24:00' || end === '23:59'))
}

function readCaps(caps: unknown): SendingSettings['caps'] {
  if (!Array.isArray(caps)) return []
  return caps.flatMap((cap: unknown) => {
    const windowMs = isRecord(cap) ? durationMs(cap['window']) : null
    return isRecord(cap) && typeof cap['limit'] === 'number' && windowMs !== null
      ? [{ limit: cap['limit'], windowMs }]
      : []
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
