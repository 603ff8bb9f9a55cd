import { segmentsOf } from '@soniarose/messaging'
import type { EngineClient } from '../pool.ts'
import type { InboundText, StoredInbound } from './store_inbound.ts'

export type Confirmable = 'stop' | 'start' | 'help'

interface SettingsRow {
  name: string
  own: boolean
  texts: Partial<Record<Confirmable, string>> | null
}

/** Only where the carrier doesn't answer by itself: two confirmations of one STOP break 47 CFR 64.1200(a)(12). */
const SETTINGS = `
  SELECT w.name, w.settings ->> 'optOutReplies' = 'own' AS own, w.settings -> 'confirmations' AS texts
  FROM workspaces w WHERE w.id = $1`

const PLAN = `
  INSERT INTO messages (id, workspace_id, contact_id, sender_id, created_at, send_after, lane, segments, direction, purpose, status,
    to_address, body, gate)
  VALUES (uuidv7((SELECT clock_offset FROM workspaces WHERE id = $1)), $1, $2, $3, $4, $4, 0, $5, 'outbound', 'confirmation', 'planned', $6, $7, $8)`

/** The wording of CTIA's Messaging Principles 5.1.3 and 5.1.2.1, where the workspace has none of its own. */
const WORDING: Record<Confirmable, (name: string) => string> = {
  stop: (name) => `${name}: you are unsubscribed and will get no more texts from us. Reply START to get them again.`,
  start: (name) =>
    `${name}: you are subscribed again. Msg & data rates may apply. Reply HELP for help, STOP to cancel.`,
  help: (name) => `${name}: reply STOP to get no more texts. Msg & data rates may apply.`,
}

/** Answers a STOP, START or HELP with one text, if the workspace does that itself. @returns how many texts were planned */
export async function confirm(
  client: EngineClient,
  kind: Confirmable,
  text: InboundText,
  stored: StoredInbound,
): Promise<number> {
  const { rows } = await client.query<SettingsRow>(SETTINGS, [text.workspaceId])
  const settings = rows[0]
  if (!settings?.own) return 0
  const body = settings.texts?.[kind] ?? WORDING[kind](settings.name)
  const gate = JSON.stringify({ confirmation: { of: kind, at: stored.now.getTime() } })
  const segments = segmentsOf(body)
  await client.query(PLAN, [
    text.workspaceId,
    stored.contactId,
    text.senderId,
    stored.now,
    segments,
    text.from,
    body,
    gate,
  ])
  return 1
}
