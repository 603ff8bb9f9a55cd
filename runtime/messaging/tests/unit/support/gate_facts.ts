import type { GateFacts, OptInStatus } from '../../../src/gate_facts.ts'
import { DEFAULT_WORKSPACE_HOURS } from '../../../src/quiet_hours.ts'

export const HOUR = 3_600_000
export const DAY = 24 * HOUR
/** A Wednesday, noon in Berlin. */
export const NOON = Date.UTC(2026, 5, 3, 10)
export const NIGHT = Date.UTC(2026, 5, 3, 21)
export const NEXT_MORNING = Date.UTC(2026, 5, 4, 7)

/** Facts under which a text goes out at noon, but for the changes given. */
export function facts(changes: Partial<GateFacts> = {}): GateFacts {
  return {
    now: NOON,
    purpose: 'workflow',
    body: 'Day 1 of joy',
    hasMedia: false,
    contact: { phone: '+491701234567', optInStatus: 'opted_in', lastInboundAt: null },
    suppression: null,
    sender: { address: '+491700000000', paused: false },
    workspace: { frozen: false, hours: DEFAULT_WORKSPACE_HOURS },
    workflow: { paused: false },
    zone: { zones: ['Europe/Berlin'], source: 'number', sure: true, state: null, country: 'DE' },
    conversation: { windowMs: 2 * HOUR, workflowsToo: false },
    caps: [],
    budget: null,
    plannedAt: NOON,
    expireAfterMs: null,
    ...changes,
  }
}

export const contact = (optInStatus: OptInStatus, lastInboundAt: number | null = null): GateFacts['contact'] => ({
  phone: '+491701234567',
  optInStatus,
  lastInboundAt,
})
