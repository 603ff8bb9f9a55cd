import { zoneOf, type ZoneGuess } from '@soniarose/messaging'
import type { DueMessage } from '../../ports/message_store.ts'
import type { MemoryDatabase } from './memory_database.ts'
import { key, type MemoryTransaction } from './memory_transaction.ts'
import type { ContactRow, MessageRow, SenderRow } from './rows.ts'

const DAY_MS = 86_400_000

/** Whether a text's moment has come, by its workspace's clock. */
export function isSendable(database: MemoryDatabase, message: MessageRow): boolean {
  if (message.status !== 'planned' && message.status !== 'held') return false
  return message.sendAfter !== null && message.sendAfter <= database.now(message.workspaceId)
}

/**
 * Takes due texts, lane 0 first, with their contacts for share; a text is passed over while an older one of its contact
 * is due or any is being sent. What somebody else holds has its turn later.
 */
export function lockDueMessages(
  database: MemoryDatabase,
  transaction: MemoryTransaction,
  { workspaceIds, limit }: { workspaceIds: readonly string[]; limit: number },
): MessageRow[] {
  const taken: MessageRow[] = []
  for (const lane of [0, 1]) {
    const share = Math.ceil((limit - taken.length) / Math.max(1, workspaceIds.length))
    if (share <= 0) break
    for (const workspaceId of workspaceIds) {
      const candidates = [...database.messages.rows()].filter(
        (message) => message.workspaceId === workspaceId && message.lane === lane && isNext(database, message),
      )
      candidates.sort((a, b) => (a.sendAfter ?? 0) - (b.sendAfter ?? 0))
      const locked: MessageRow[] = []
      for (const message of candidates) {
        if (locked.length < share && transaction.tryLock(key.message(message.id), 'update')) locked.push(message)
      }
      taken.push(...locked.filter((message) => transaction.tryLock(key.contact(message.contactId), 'share')))
    }
  }
  return taken
}

function isNext(database: MemoryDatabase, message: MessageRow): boolean {
  return isSendable(database, message) && hasNoneBefore(database, message)
}

/**
 * Whether nothing older of the same contact is due, and nothing is being sent.
 * @param ended texts whose sending ends in the same transaction
 */
export function hasNoneBefore(
  database: MemoryDatabase,
  message: MessageRow,
  ended: ReadonlySet<string> = new Set(),
): boolean {
  for (const other of database.messages.rows()) {
    if (other.contactId !== message.contactId || other.id === message.id || ended.has(other.id)) continue
    if (other.status === 'sending') return false
    if (other.id < message.id && isSendable(database, other)) return false
  }
  return true
}

/** A text with all that decides it. */
export function dueMessageOf(database: MemoryDatabase, message: MessageRow): DueMessage {
  const contact = database.contacts.need(message.contactId)
  const sender = senderOf(database, message, contact)
  const workspace = database.workspaces.need(message.workspaceId)
  const suppression = database.suppressions.get(suppressionId(message.workspaceId, contact.phone)) ?? null
  const run = message.runId === null ? undefined : database.runs.get(message.runId)
  const workflow = run && database.workflows.get(run.workflowId)
  return {
    ...{ id: message.id, workspaceId: message.workspaceId, contactId: message.contactId, runId: message.runId },
    ...{
      attempt: message.attempt,
      senderId: sender?.id ?? null,
      to: contact.phone,
      body: message.body,
      mediaIds: message.mediaIds,
    },
    facts: {
      now: database.now(message.workspaceId),
      purpose: message.purpose,
      body: message.body,
      hasMedia: message.mediaIds.length > 0,
      contact: {
        phone: contact.phone,
        optInStatus: contact.optInStatus,
        lastInboundAt: database.conversations.get(contact.id)?.lastInboundAt ?? null,
      },
      suppression: suppression && { reason: suppression.reason, at: suppression.at },
      sender: sender && { address: sender.address, paused: sender.paused },
      workspace: { frozen: workspace.frozen, hours: workspace.hours },
      workflow: workflow ? { paused: workflow.status === 'paused' } : null,
      zone: zoneGuess(contact, workspace.timeZone),
      conversation: { windowMs: DAY_MS, workflowsToo: true },
      caps: [],
      budget: null,
      plannedAt: message.createdAt,
      expireAfterMs: null,
      confirmation: null,
    },
  }
}

export function suppressionId(workspaceId: string, phone: string): string {
  return `${workspaceId}|${phone}`
}

/** Who sends a text: its own sender, its contact's, or the default one. */
export function senderOf(database: MemoryDatabase, message: MessageRow, contact: ContactRow): SenderRow | null {
  const wanted = message.senderId ?? contact.senderId
  const own = [...database.senders.rows()].filter((sender) => sender.workspaceId === message.workspaceId)
  return own.find((sender) => (wanted ? sender.id === wanted : sender.isDefault)) ?? null
}

const zones = new Map<string, ZoneGuess>()

/** Remembered: reading a number costs more than all the rest of a decision. */
function zoneGuess({ timeZone, phone }: ContactRow, workspaceZone: string | null): ZoneGuess {
  const name = `${phone}|${timeZone}|${workspaceZone}`
  const known = zones.get(name) ?? zoneOf({ contactZone: timeZone, postalState: null, phone, workspaceZone })
  zones.set(name, known)
  return known
}
