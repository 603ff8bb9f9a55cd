import { randomUUID } from 'node:crypto'
import { segmentsOf } from '@soniarose/messaging'
import type { Message, MessageMedia } from '../messages/message.ts'
import { accountPath } from '../messages/render.ts'
import type { MessagingService, SenderNumber } from '../state/senders.ts'
import { newSid } from '../state/sids.ts'
import type { WebhookResult } from '../webhooks/webhook_client.ts'
import { sendWebhook } from '../webhooks/send_webhook.ts'
import type { WebhookParams } from '../webhooks/signature.ts'
import type { World } from '../world.ts'
import { geoFields } from './geo.ts'
import { handleKeyword } from './handle_keyword.ts'
import { replyByTwiml } from './reply_by_twiml.ts'

/** A text as a phone sends it. */
export interface InboundText {
  from: string
  /** One of our numbers. */
  to: string
  body: string
  media?: Array<{ contentType: string; data?: Buffer; url?: string }>
  /** For a number that isn't in any account: who is told. */
  accountSid?: string | undefined
  /** How often the webhook comes; 0: never. */
  copies?: number | undefined
  badSignature?: boolean | undefined
  /** Further or other webhook fields. */
  params?: Record<string, string> | undefined
}

export interface Received {
  sid: string
  /** One for each copy of the webhook; empty when nobody is told. */
  webhooks: WebhookResult[]
}

/** A phone texts one of our numbers. Resolves when the webhook has been answered. Null: the number is unknown. */
export async function receiveText(world: World, text: InboundText): Promise<Received | null> {
  const number = world.senders.number(text.to)
  const accountSid = number?.accountSid ?? text.accountSid ?? world.accounts.all()[0]?.sid
  if (number === null || accountSid === undefined) return null
  const service = world.senders.serviceOf(number.phone)
  const message = inboundMessage(world, { text, accountSid, service })
  world.messages.add(message)
  world.events.add('inbound', message.sid, {
    from: text.from,
    to: text.to,
    body: text.body,
    media: message.media.length,
  })
  const keyword = handleKeyword(world, number, message)
  const params: WebhookParams = { ...inboundParams(world, message), ...text.params }
  if (service?.advancedOptOut === true && keyword !== null) params.OptOutType = keyword
  const webhooks = await tell(world, { message, number, service, params, text })
  return { sid: message.sid, webhooks }
}

/** Sends an inbound text's webhook once more, with the same MessageSid. Null: no such text is kept. */
export async function redeliverText(world: World, sid: string): Promise<WebhookResult[] | null> {
  const message = world.messages.get(sid)
  const number = message === null ? null : world.senders.number(message.to)
  if (message === null || number === null || message.direction !== 'inbound') return null
  const text = { from: message.from ?? '', to: message.to, body: message.body }
  return tell(world, {
    message,
    number,
    service: world.senders.serviceOf(number.phone),
    params: inboundParams(world, message),
    text,
  })
}

interface Telling {
  message: Message
  number: SenderNumber
  service: MessagingService | null
  params: WebhookParams
  text: InboundText
}

async function tell(world: World, telling: Telling): Promise<WebhookResult[]> {
  const { message, number, service, text } = telling
  const url = service !== null && !service.useInboundWebhookOnNumber ? service.inboundRequestUrl : number.smsUrl
  if (url === '') return []
  const token = randomUUID()
  const copies = Array.from({ length: text.copies ?? 1 }, () =>
    sendWebhook(world, {
      purpose: 'inbound',
      sid: message.sid,
      accountSid: message.accountSid,
      url,
      method: number.smsMethod,
      params: telling.params,
      fallbackUrl: number.smsFallbackUrl,
      badSignature: text.badSignature,
      idempotencyToken: token,
    }),
  )
  const results = await Promise.all(copies)
  const [first] = results
  if (first !== undefined && first.error === null) replyByTwiml(world, message, first)
  return results
}

function inboundMessage(
  world: World,
  facts: { text: InboundText; accountSid: string; service: MessagingService | null },
): Message {
  const { text, accountSid, service } = facts
  const now = world.clock(accountSid)
  const media = (text.media ?? []).map((one): MessageMedia => {
    return {
      sid: newSid('ME'),
      contentType: one.contentType,
      url: one.url ?? '',
      data: one.data ?? null,
      createdAt: now,
    }
  })
  return {
    sid: newSid(media.length > 0 ? 'MM' : 'SM'),
    accountSid,
    direction: 'inbound',
    from: text.from,
    to: text.to,
    body: text.body,
    status: 'received',
    errorCode: null,
    segments: media.length > 0 ? 1 : Math.max(1, segmentsOf(text.body)),
    serviceSid: service?.sid ?? null,
    media,
    statusCallback: '',
    createdAt: now,
    updatedAt: now,
    sentAt: now,
    price: null,
    automatic: false,
    listedAt: 0,
    course: 0,
  }
}

/** The fields of an inbound text's webhook, empty ones included. Source: Twilio's "TwiML: webhook request" guide. */
function inboundParams(world: World, message: Message): WebhookParams {
  const params: WebhookParams = {
    ...geoFields('To', ''),
    ToCountry: 'US',
    ...geoFields('From', message.from ?? ''),
    SmsMessageSid: message.sid,
    SmsSid: message.sid,
    MessageSid: message.sid,
    SmsStatus: 'received',
    AccountSid: message.accountSid,
    NumMedia: String(message.media.length),
    NumSegments: String(message.segments),
    Body: message.body,
    From: message.from ?? '',
    To: message.to,
    ApiVersion: '2010-04-01',
  }
  if (message.serviceSid !== null) params.MessagingServiceSid = message.serviceSid
  message.media.forEach((media, index) => {
    params[`MediaUrl${index}`] =
      `${world.publicUrl}${accountPath(message.accountSid)}/Messages/${message.sid}/Media/${media.sid}`
    params[`MediaContentType${index}`] = media.contentType
  })
  return params
}
