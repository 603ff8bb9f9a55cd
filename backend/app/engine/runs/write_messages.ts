import type { Decided, MessageWrite, OutgoingText, SendOffer } from '@soniarose/worker'
import { shortenLinks } from '#app/links/shorten_links'
import { FACTS_OF_NEW, type FactsRow } from '../messages/claim_messages_sql.ts'
import { spendDays } from '../messages/day_caps.ts'
import { askForConsent } from '../messages/opt_ins.ts'
import { withFacts } from '../messages/with_facts.ts'
import { CLAIM_SECONDS, rowOf, settleRefused, textsOf, type DecisionRow } from '../messages/write_decisions.ts'
import { JsonRows } from '../json_rows.ts'
import type { EngineClient } from '../pool.ts'
import { allotSlots } from './allot_slots.ts'

type MessageRow = Omit<MessageWrite, 'mediaIds'> & Partial<DecisionRow> & { media: readonly string[] | null }

const MESSAGES = new JsonRows<MessageRow>({
  id: 'uuid',
  workspaceId: 'uuid',
  contactId: 'uuid',
  runId: 'uuid',
  seq: 'integer',
  senderId: 'uuid',
  createdAt: 'float8',
  sendAfter: 'float8',
  lane: 'smallint',
  segments: 'smallint',
  status: 'text',
  reason: 'text',
  gate: 'jsonb',
  attemptId: 'uuid',
  heldBy: 'uuid',
  nodeId: 'text',
  to: 'text',
  body: 'text',
  media: 'jsonb',
})

const INSERT_MESSAGES = {
  name: 'insert_messages',
  text: `
    INSERT INTO messages (id, workspace_id, contact_id, run_id, step_seq, sender_id, created_at, send_after, lane, segments,
      direction, purpose, status, reason, gate, attempt, attempt_id, held_by, deadline_at, node_id, to_address, body, media)
    SELECT x.id, x."workspaceId", x."contactId", x."runId", x.seq, x."senderId", to_timestamp(x."createdAt" / 1000),
      to_timestamp(x."sendAfter" / 1000), x.lane, x.segments, 'outbound', 'workflow', x.status, x.reason, x.gate,
      CASE WHEN x."attemptId" IS NULL THEN 0 ELSE 1 END, x."attemptId", x."heldBy",
      CASE WHEN x."attemptId" IS NULL THEN NULL ELSE clock_timestamp() + interval '${CLAIM_SECONDS} seconds' END,
      x."nodeId", x."to", x.body, x.media
    FROM ${MESSAGES.sql('$1')}`,
}

export interface WrittenMessages {
  /** Planned, and may be sent at once. */
  sendable: number
  /** Claimed at birth. */
  toSend: OutgoingText[]
  /** Runs that go on because their text will not go out. */
  settledRuns: number
}

/**
 * Writes the texts of a batch, each with its sender's next slot. Those for which a sender offers room are decided here
 * and written as `sending`; the others as `planned`.
 */
export async function writeMessages(
  client: EngineClient,
  planned: readonly MessageWrite[],
  offer?: SendOffer,
): Promise<WrittenMessages> {
  if (planned.length === 0) return { sendable: 0, toSend: [], settledRuns: 0 }
  const messages = await shortenLinks(client, planned)
  const slots = await allotSlots(client, messages)
  const isDue = (message: MessageWrite): boolean => (slots.get(message.id) ?? 0) <= message.createdAt
  const decided = offer && offer.room > 0 ? await decideNew(client, messages.filter(isDue), offer) : []
  const decisions = new Map(decided.map((each) => [each.message.id, rowOf(each)]))
  const rows = messages.map((message): MessageRow => ({
    ...message,
    ...(decisions.get(message.id) ?? {
      status: 'planned' as const,
      sendAfter: slots.get(message.id) ?? message.createdAt,
    }),
    media: message.mediaIds.length > 0 ? message.mediaIds : null,
  }))
  await client.query({ ...INSERT_MESSAGES, values: [MESSAGES.encode(rows)] })
  await spendDays(client, decided)
  await askForConsent(client, decided)
  const settledRuns = await settleRefused(client, decided)
  return { sendable: messages.filter(isDue).length - decided.length, toSend: textsOf(decided), settledRuns }
}

async function decideNew(
  client: EngineClient,
  messages: readonly MessageWrite[],
  offer: SendOffer,
): Promise<Decided[]> {
  // One of each contact: the others keep their order behind it.
  const first = new Map<string, MessageWrite>()
  for (const message of messages) if (!first.has(message.contactId)) first.set(message.contactId, message)
  const chosen = [...first.values()].slice(0, offer.room)
  if (chosen.length === 0) return []
  const asked = chosen.map(({ id, workspaceId, contactId, senderId, workflowId }) => ({
    id,
    workspaceId,
    contactId,
    senderId,
    workflowId,
  }))
  const { rows } = await client.query<FactsRow>({ ...FACTS_OF_NEW, values: [JSON.stringify(asked)] })
  const byId = new Map(chosen.map((message) => [message.id, message]))
  const due = rows.flatMap((facts) => {
    const message = byId.get(facts.id)
    return message ? [{ ...facts, ...textRowOf(message) }] : []
  })
  return offer.decide(await withFacts(client, due))
}

function textRowOf(message: MessageWrite) {
  return {
    workspace_id: message.workspaceId,
    contact_id: message.contactId,
    run_id: message.runId,
    attempt: 0,
    purpose: 'workflow' as const,
    body: message.body,
    media: message.mediaIds.length > 0 ? [...message.mediaIds] : null,
    segments: message.segments,
    gate: null,
    created_at: message.createdAt,
  }
}
