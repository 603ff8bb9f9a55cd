import { transaction, type Tx } from '#app/core/db'
import { wakeWorkers } from '#app/core/doorbell'
import { receiveInbound, type InboundText } from '#app/engine/receive_inbound'
import { announce } from '#app/live/hub'
import { announceInboundMedia } from '#app/media/inbound_media'
import { fetchSoon } from '#app/media/keeping'
import { keepRawEvent } from '#app/webhooks/raw_event'
import type { SignedRequest, WebhookSender } from '#app/webhooks/signed_request'

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

/**
 * Takes in a text: the raw webhook, the message, what its words do (STOP before anything else) and whom it wakes, in one
 * transaction, so that an answer of ours means that nothing can be lost any more.
 */
export async function takeInboundMessage(request: SignedRequest, path: string): Promise<void> {
  const { params } = request
  const sender = senderOf(request)
  const sid = params.MessageSid ?? params.SmsSid ?? ''
  const error = whyNothing(sender, params.From ?? '', sid)
  await transaction(async (tx) => {
    const key = sid === '' ? `${request.accountSid} without sid` : sid
    const fresh = await keepRawEvent(tx, {
      kind: 'message',
      key,
      workspaceId: sender?.workspaceId ?? null,
      accountSid: request.accountSid,
      path,
      params,
      error,
    })
    if (!fresh || sender === undefined || error !== null) return
    const taken = await receiveInbound(tx.client, textOf(params, sender, sid))
    const files = await announceFiles(tx, params, {
      workspaceId: sender.workspaceId,
      contactId: taken.contactId,
      messageSid: sid,
    })
    tx.afterCommit(() => {
      fetchSoon(files)
      if (taken.runs > 0) wakeWorkers('runs')
      if (taken.messages > 0) wakeWorkers('messages')
      announce(sender.workspaceId, 'messages', 'conversations', 'contacts', 'runs', 'compliance')
    })
  })
}
