import type { IncomingReply } from '@soniarose/core'
import { classifyReply, type ReplyKind } from '@soniarose/messaging'
import type { Session } from '../../environment.ts'
import { within } from '../call.ts'
import { suppressionId } from '../due_messages.ts'
import { startByEvent } from '../enter_workflows.ts'
import type { MemoryDatabase } from '../memory_database.ts'
import { key, type MemoryTransaction } from '../memory_transaction.ts'
import type { ContactRow, RunRow } from '../rows.ts'
import { pokeRuns, runsToPoke, wokenNow } from '../settle.ts'
import { UNSENT } from '../write_messages.ts'
import { applyStop, contactByPhone, isActive, lockForStop } from './apply_stop.ts'

/** A text from a phone, as the carrier told it. */
export interface InboundText {
  workspaceId: string
  senderId: string
  messageSid: string
  from: string
  body: string
}

export interface InboundReport {
  /** False: it had come before, and nothing was done. */
  isNew: boolean
  kind: ReplyKind
  /** The run that has the reply now. */
  runId: string | null
  /** Runs that go on or begin. */
  runs: number
}

/**
 * Takes a text in, in one transaction: stored once, STOP and START carried out before any graph sees it, then given to
 * the run that asked, then matched with the keywords that start workflows.
 * @throws StoreUnavailable; the caller then repeats it, as a carrier repeats its webhook
 */
export async function receiveInbound(
  database: MemoryDatabase,
  session: Session,
  text: InboundText,
): Promise<InboundReport> {
  await session.request('inbound.begin')
  const transaction = database.begin(session)
  try {
    const contact = contactByPhone(database, text.workspaceId, text.from)
    if (!contact) throw new Error('The text comes from nobody.')
    await transaction.lock([key.contact(contact.id)], 'update')
    await session.reply('inbound.begin')
    return await within(transaction, 'inbound.commit', () => obey(database, transaction, { text, contact }))
  } finally {
    transaction.rollback()
  }
}

interface Inbound {
  text: InboundText
  contact: ContactRow
}

const NOTHING = { isNew: false, kind: 'none', runId: null, runs: 0 } as const

async function obey(
  database: MemoryDatabase,
  transaction: MemoryTransaction,
  { text, contact }: Inbound,
): Promise<InboundReport> {
  for (const message of database.messages.rows()) if (message.providerSid === text.messageSid) return NOTHING
  const optedOut = database.contacts.need(contact.id).optInStatus === 'opted_out'
  const { kind } = classifyReply(text.body, { optOutType: null, optedOut })
  const done = { isNew: true, kind, runId: null, runs: 0 }
  if (kind === 'stop') {
    const order = {
      workspaceId: text.workspaceId,
      phone: text.from,
      kind: 'stop',
      source: 'sms',
      text: text.body,
      messageId: null,
    } as const
    const locked = await lockForStop(database, transaction, order)
    transaction.commit(() => {
      store(database, text, contact)
      applyStop(database, order, locked)
    })
    return done
  }
  if (kind === 'start') return start(database, transaction, { text, contact })
  if (kind === 'none') return steer(database, transaction, { text, contact })
  transaction.commit(() => store(database, text, contact))
  return done
}

/** @returns the stored text's id */
function store(database: MemoryDatabase, text: InboundText, contact: ContactRow): string {
  const { workspaceId, senderId, messageSid, body } = text
  const now = database.now(workspaceId)
  const id = database.newId()
  const own = {
    id,
    workspaceId,
    contactId: contact.id,
    runId: null,
    stepSeq: null,
    nodeId: null,
    senderId,
    lane: 0,
    mediaIds: [],
  } as const
  const inbound = {
    direction: 'inbound',
    purpose: 'conversation',
    status: 'received',
    providerSid: messageSid,
  } as const
  database.messages.insert({
    ...UNSENT,
    ...own,
    ...inbound,
    createdAt: now,
    sendAfter: null,
    segments: 1,
    to: '',
    body,
  })
  const thread = database.conversations.get(contact.id) ?? { id: contact.id, workspaceId, handoffs: 0 }
  database.conversations.put({ ...thread, lastInboundAt: now })
  return id
}

async function start(
  database: MemoryDatabase,
  transaction: MemoryTransaction,
  { text, contact }: Inbound,
): Promise<InboundReport> {
  const contacts = new Set([contact.id])
  await transaction.lock(
    runsToPoke(database, contacts, new Set()).map((run) => key.run(run.id)),
    'update',
  )
  return transaction.commit(() => {
    store(database, text, contact)
    database.contacts.update(contact.id, { optInStatus: 'opted_in' })
    database.suppressions.delete(suppressionId(text.workspaceId, text.from))
    return { isNew: true, kind: 'start', runId: null, runs: pokeRuns(database, contacts) }
  })
}

async function steer(
  database: MemoryDatabase,
  transaction: MemoryTransaction,
  { text, contact }: Inbound,
): Promise<InboundReport> {
  // Rows are read again once they are held: the engine may have moved them on meanwhile.
  await transaction.lock(
    askingRuns(database, contact.id).map((run) => key.run(run.id)),
    'update',
  )
  const asking = askingRuns(database, contact.id).find((run) => transaction.tryLock(key.run(run.id), 'update'))
  return transaction.commit(() => {
    const messageId = store(database, text, contact)
    const reply = { id: messageId, body: text.body, receivedAt: database.now(text.workspaceId) }
    if (asking) {
      giveReply(database, asking, reply)
      database.messages.update(messageId, { runId: asking.id })
    }
    const word = text.body.replace(/^[\s\p{P}]+|[\s\p{P}]+$/gu, '')
    const event = {
      workspaceId: text.workspaceId,
      contactId: contact.id,
      kind: 'keyword',
      key: word,
      data: { body: text.body },
    }
    const started = startByEvent(database, { ...event, triggerKey: `text:${text.messageSid}` })
    return { isNew: true, kind: 'none', runId: asking?.id ?? null, runs: started + (asking ? 1 : 0) }
  })
}

/** Runs that wait for a reply, or whose question is just on its way out; the newest text's first. */
function askingRuns(database: MemoryDatabase, contactId: string): RunRow[] {
  const asking = [...database.runs.rows()].filter(
    (run) => run.contactId === contactId && isActive(run) && isAsking(database, run),
  )
  const newest = (run: RunRow): string => {
    const sent = [...database.messages.rows()].filter(
      (message) => message.runId === run.id && message.direction === 'outbound',
    )
    return (
      sent
        .map((message) => message.id)
        .sort()
        .at(-1) ?? ''
    )
  }
  return asking
    .map((run) => ({ run, newest: newest(run) }))
    .sort((a, b) => (a.newest < b.newest ? 1 : -1))
    .map(({ run }) => run)
}

function isAsking(database: MemoryDatabase, run: RunRow): boolean {
  if (run.waitKind === 'reply') return run.status === 'waiting' && run.signal === null
  if (run.waitKind !== 'message' || run.pendingReply !== null) return false
  const { nodes, edges } = database.versions.need(run.versionId).graph
  const next = edges.find((edge) => edge.source === run.nodeId && edge.sourceHandle === 'next')?.target
  return nodes.some((node) => node.id === next && node.type === 'branch_on_reply')
}

function giveReply(database: MemoryDatabase, run: RunRow, reply: IncomingReply): void {
  if (run.waitKind !== 'reply') database.runs.update(run.id, { pendingReply: reply, lane: 0 })
  else
    database.runs.update(run.id, {
      signal: { kind: 'reply', ...reply },
      status: 'ready',
      lane: 0,
      ...wokenNow(database, run),
    })
}
