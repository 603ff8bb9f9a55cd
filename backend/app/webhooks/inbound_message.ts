import { classifyReply } from '@soniarose/messaging'
import pg from 'pg'
import { insistentTransaction, transaction, type Tx } from '#app/core/db'
import { wakeWorkers } from '#app/core/doorbell'
import { receiveTogether } from '#app/engine/inbound/receive_together'
import { receiveInbound, type InboundText } from '#app/engine/receive_inbound'
import { announce } from '#app/live/hub'
import { announceInboundMedia } from '#app/media/inbound_media'
import { fetchSoon } from '#app/media/keeping'
import { keepRawEvent, keepRawEvents, releaseRawEvents, sidOf, type RawEvent } from '#app/webhooks/raw_event'
import type { SignedRequest, WebhookSender } from '#app/webhooks/signed_request'
import { Together } from '#app/webhooks/together'

const e164 = /^\+[1-9]\d{4,14}$/

/** The sender that a text came to: by its number, else by its Messaging Service. */
function senderOf({ params, senders }: SignedRequest): WebhookSender | undefined {
  return (
    senders.find((sender) => sender.phone !== null && sender.phone === params.To) ??
    senders.find(
      (sender) => sender.messagingServiceSid !== null && sender.messagingServiceSid === params.MessagingServiceSid,
    )
  )
}

/** The links to an MMS's files, as the provider gives them: their fetching needs its password. */
function mediaOf(params: Record<string, string>): { url: string; contentType: string }[] {
  const count = Math.min(10, Number(params.NumMedia ?? 0) || 0)
  return Array.from({ length: count }, (_, at) => ({
    url: params[`MediaUrl${at}`] ?? '',
    contentType: params[`MediaContentType${at}`] ?? '',
  })).filter((file) => file.url !== '')
}

/** Notes an MMS's files, in the text's own transaction, as to be fetched. */
async function announceFiles(
  tx: Tx,
  params: Record<string, string>,
  { contactId, ...text }: { workspaceId: string; contactId: string | null; messageSid: string },
): Promise<string[]> {
  const count = Number(params.NumMedia ?? 0) || 0
  return contactId === null || count === 0 ? [] : announceInboundMedia(tx, { ...text, contactId, count })
}

/** The text itself, as the engine takes it. */
const textOf = (params: Record<string, string>, sender: WebhookSender, messageSid: string): InboundText => ({
  workspaceId: sender.workspaceId,
  senderId: sender.id,
  messageSid,
  from: params.From ?? '',
  to: params.To ?? '',
  body: params.Body ?? '',
  media: mediaOf(params),
  optOutType: params.OptOutType ?? null,
})

/** Why a text can't be taken in; null when it can. */
function whyNothing(sender: WebhookSender | undefined, from: string, sid: string): string | null {
  if (sender === undefined) return 'no sender has this number'
  return e164.test(from) && sid !== '' ? null : 'it does not come from a phone number'
}

/** A text as its webhook brought it. */
interface Delivered {
  event: RawEvent
  /** null: nothing can be made of it. */
  text: InboundText | null
}

function deliveredBy(request: SignedRequest, path: string): Delivered {
  const { params, accountSid } = request
  const sender = senderOf(request)
  const sid = sidOf(params.MessageSid ?? params.SmsSid)
  const error = whyNothing(sender, params.From ?? '', sid)
  const key = sid === '' ? `${accountSid} without sid` : sid
  const event = {
    kind: 'message' as const,
    key,
    workspaceId: sender?.workspaceId ?? null,
    accountSid,
    path,
    params,
    error,
  }
  return { event, text: sender === undefined || error !== null ? null : textOf(params, sender, sid) }
}

/**
 * Takes in a text: the raw webhook, the message, what its words do (STOP before anything else) and whom it wakes, in one
 * transaction, so that an answer of ours means that nothing can be lost any more.
 */
export async function takeInboundMessage(request: SignedRequest, path: string): Promise<void> {
  const { event, text } = deliveredBy(request, path)
  // What may be a STOP waits for nobody.
  if (text === null || !isPlain(text, event.params)) return takeAlone({ event, text })
  return plainTexts.take({ event, text })
}

/** Says nothing about a permission, as far as can be told without its contact, and brings no files. */
const isPlain = ({ body, optOutType }: InboundText, params: Record<string, string>): boolean =>
  (Number(params.NumMedia ?? 0) || 0) === 0 && classifyReply(body, { optOutType, optedOut: false }).kind === 'none'

/**
 * A worker may hold a run of this contact and want the contact, while this holds the contact and wants the run. Postgres
 * then ends one of the two, and it must not be the STOP that is lost by it: a carrier doesn't deliver a text again.
 */
async function takeAlone({ event, text }: Delivered): Promise<void> {
  await insistentTransaction(async (tx) => {
    const fresh = await keepRawEvent(tx, event)
    if (!fresh || text === null) return
    const { workspaceId, messageSid } = text
    const taken = await receiveInbound(tx.client, text)
    const files = await announceFiles(tx, event.params, { workspaceId, contactId: taken.contactId, messageSid })
    tx.afterCommit(() => {
      fetchSoon(files)
      if (taken.messages > 0) wakeWorkers('messages')
      tell([workspaceId], taken.runs)
    })
  })
}

type Plain = Delivered & { text: InboundText }

/** @returns those that are to be taken alone */
async function takeTogether(delivered: readonly Plain[]): Promise<Plain[]> {
  return transaction(async (tx) => {
    const fresh = await keepRawEvents(
      tx,
      delivered.map(({ event }) => event),
    )
    const texts = delivered.flatMap(({ event, text }) => (fresh.has(event.key) ? [text] : []))
    const { left, runs } = await receiveTogether(tx.client, texts)
    const alone = delivered.filter(({ text }) => left.includes(text))
    await releaseRawEvents(
      tx,
      'message',
      alone.map(({ event }) => event.key),
    )
    tx.afterCommit(() => tell(new Set(texts.map((text) => text.workspaceId)), runs))
    return alone
  })
}

function tell(workspaceIds: Iterable<string>, runs: number): void {
  if (runs > 0) wakeWorkers('runs')
  for (const workspaceId of workspaceIds)
    announce(workspaceId, 'messages', 'conversations', 'contacts', 'runs', 'compliance')
}

/** Not the database's absence, of which everybody hears at once. */
const blamesTexts = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && !/^(08|53|57P)/.test(error.code ?? '08')

const plainTexts = new Together<Plain>({
  keyOf: ({ text }) => `${text.workspaceId} ${text.from}`,
  takeAll: takeTogether,
  take: takeAlone,
  blames: blamesTexts,
  largest: 64,
  parallel: 4,
  enough: 16,
})
