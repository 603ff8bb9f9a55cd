import { classifyReply, isTollFree, segmentsOf, type ReplyKind } from '@soniarose/messaging'
import { applyStart } from './apply_start.ts'
import { applyStop } from './apply_stop.ts'
import { confirm } from './inbound/confirm.ts'
import { confirmOptIn } from './inbound/confirm_opt_in.ts'
import { keywordEvent } from './inbound/keyword_event.ts'
import { settleReply } from './inbound/settle_reply.ts'
import { storeInbound, type InboundText, type StoredInbound } from './inbound/store_inbound.ts'
import type { EngineClient } from './pool.ts'
import { startByEvent } from './start_by_event.ts'
import { noteBlocked } from './toll_free_block.ts'

export type { InboundText } from './inbound/store_inbound.ts'

/** What an inbound text did. Ring `runs` and `messages` after the commit where the counts are above 0. */
export interface Inbound {
  /** False: it had come before, and nothing was done. */
  isNew: boolean
  messageId: string | null
  contactId: string | null
  kind: ReplyKind
  /** Runs that go on or begin. */
  runs: number
  /** Texts that were planned in answer. */
  messages: number
}

const NOTHING: Inbound = { isNew: false, messageId: null, contactId: null, kind: 'none', runs: 0, messages: 0 }

/**
 * Takes in a text in the caller's transaction: stored once, STOP, START and HELP carried out before any graph sees it,
 * then given to the run that asked, then matched with the keywords that start workflows.
 */
export async function receiveInbound(client: EngineClient, text: InboundText): Promise<Inbound> {
  const stored = await storeInbound(client, text, segmentsOf(text.body))
  if (!stored) return NOTHING
  const context = { optOutType: text.optOutType, optedOut: stored.optedOut }
  const tollFree = isTollFree(text.to)
  const { kind } = classifyReply(text.body, { ...context, tollFree })
  // Elsewhere this would have been a START.
  if (kind === 'none' && tollFree && classifyReply(text.body, context).kind === 'start')
    await noteBlocked(client, saidIn(text, stored), [text.to])
  const done = { isNew: true, messageId: stored.messageId, contactId: stored.contactId, kind }
  const begun = kind === 'none' && stored.pending ? await confirmOptIn(client, text, stored) : null
  if (begun !== null) return { ...done, runs: begun, messages: 0 }
  if (kind === 'none') return { ...done, runs: await steerRuns(client, text, stored), messages: 0 }
  const obeyed = await obey(client, kind, { text, stored })
  return { ...done, runs: 0, messages: obeyed ? await confirm(client, kind, text, stored) : 0 }
}

const saidIn = (text: InboundText, stored: StoredInbound) => ({
  workspaceId: text.workspaceId,
  contactId: stored.contactId,
  phone: text.from,
  to: text.to,
  source: 'sms',
  text: text.body,
  at: stored.now,
  messageId: stored.messageId,
})

/** @returns false when it was START, and the network's block keeps it from being carried out */
async function obey(
  client: EngineClient,
  kind: 'stop' | 'start' | 'help',
  { text, stored }: { text: InboundText; stored: StoredInbound },
): Promise<boolean> {
  const about = saidIn(text, stored)
  if (kind === 'start') return applyStart(client, about)
  if (kind === 'stop') await applyStop(client, { ...about, kind, tollFree: isTollFree(text.to) ? text.to : null })
  else await recordHelp(client, about)
  return true
}

async function recordHelp(
  client: EngineClient,
  about: {
    workspaceId: string
    contactId: string
    phone: string
    source: string
    text: string
    at: Date
    messageId: string
  },
): Promise<void> {
  await client.query(
    `INSERT INTO compliance_events (workspace_id, contact_id, phone, kind, source, text, message_id, at)
     VALUES ($1, $2, $3, 'help', $4, $5, $6, $7)`,
    [about.workspaceId, about.contactId, about.phone, about.source, about.text, about.messageId, about.at],
  )
}

/** The reply to the run that asked, and the workflows that begin with this word. */
async function steerRuns(client: EngineClient, text: InboundText, stored: StoredInbound): Promise<number> {
  const reply = { id: stored.messageId, body: text.body, receivedAt: stored.now.getTime() }
  const runId = await settleReply(client, stored.contactId, { reply, now: stored.now })
  if (runId !== null) await client.query('UPDATE messages SET run_id = $2 WHERE id = $1', [stored.messageId, runId])
  const started = await startByEvent(client, [keywordEvent(text, stored.contactId)])
  return started + (runId === null ? 0 : 1)
}
