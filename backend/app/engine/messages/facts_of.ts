import { zoneOf, type GateFacts, type ZoneGuess } from '@soniarose/messaging'
import type { DueMessage } from '@soniarose/worker'
import type { DueMessageRow } from './claim_messages_sql.ts'
import type { SendingSettings } from './sending_settings.ts'

/** A claimed row with its workspace's settings and what is counted, as the gate wants it. */
export function dueMessageOf(
  row: DueMessageRow,
  settings: SendingSettings,
  counted: Pick<GateFacts, 'caps' | 'budget' | 'optIn'>,
): DueMessage {
  const mediaIds = row.media ?? []
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    contactId: row.contact_id,
    runId: row.run_id,
    workflowId: row.workflow_id,
    attempt: row.attempt,
    senderId: row.sender_id,
    to: row.phone,
    body: row.body,
    mediaIds,
    opensConversation: row.opens_conversation,
    facts: { ...factsOf(row, settings), hasMedia: mediaIds.length > 0, ...counted },
  }
}

function factsOf(row: DueMessageRow, settings: SendingSettings): Omit<GateFacts, 'hasMedia' | 'caps' | 'budget'> {
  const { suppression_reason: reason, sender_address: address } = row
  const confirmation = row.gate?.confirmation
  return {
    now: Math.floor(row.now),
    purpose: row.purpose,
    body: row.body,
    contact: { phone: row.phone, optInStatus: row.opt_in_status, lastInboundAt: row.last_inbound_at },
    suppression: reason === null ? null : { reason, at: row.suppressed_at ?? 0 },
    sender: address === null ? null : { address, paused: row.sender_paused },
    workspace: { frozen: settings.frozen, hours: settings.hours },
    workflow: row.workflow_status === null ? null : { paused: row.workflow_status === 'paused' },
    zone: settings.lawless
      ? { ...zoneOfContact(row, settings.timeZone), state: null, country: null }
      : zoneOfContact(row, settings.timeZone),
    conversation: { windowMs: settings.conversationMs, workflowsToo: true },
    plannedAt: row.created_at,
    expireAfterMs: null,
    confirmation: confirmation ? { ...confirmation, sent: 0 } : null,
  }
}

/** Zones of numbers seen lately: reading a number costs more than all the rest of a decision. */
const zones = new Map<string, ZoneGuess>()
const ZONES_KEPT = 20_000

function zoneOfContact(row: DueMessageRow, workspaceZone: string | null): ZoneGuess {
  const key = `${row.phone}|${row.time_zone}|${row.state}|${workspaceZone}`
  const known = zones.get(key)
  if (known) return known
  const guess = zoneOf({ contactZone: row.time_zone, postalState: row.state, phone: row.phone, workspaceZone })
  if (zones.size >= ZONES_KEPT) zones.clear()
  zones.set(key, guess)
  return guess
}
