import { ERROR_TITLES } from '../api/error_titles.ts'
import type { Message, MessageMedia } from './message.ts'

const API_VERSION = '2010-04-01'

/** The path of an account's resource, as Twilio writes it: relative to the API's base address. */
export function accountPath(accountSid: string): string {
  return `/${API_VERSION}/Accounts/${accountSid}`
}

/** A Message as the API shows it: counts are strings, times RFC 2822, the status callback is kept back. */
export function renderMessage(message: Message): Record<string, unknown> {
  const path = `${accountPath(message.accountSid)}/Messages/${message.sid}`
  const chosen = message.status !== 'accepted' && message.status !== 'scheduled'
  return {
    account_sid: message.accountSid,
    api_version: API_VERSION,
    body: message.body,
    date_created: rfc2822(message.createdAt),
    date_sent: message.sentAt === null ? null : rfc2822(message.sentAt),
    date_updated: rfc2822(message.updatedAt),
    direction: message.direction,
    error_code: message.errorCode,
    error_message: message.errorCode === null ? null : (ERROR_TITLES[message.errorCode] ?? 'Unknown error'),
    from: message.from,
    messaging_service_sid: message.serviceSid,
    num_media: String(message.media.length),
    num_segments: message.serviceSid !== null && !chosen ? '0' : String(message.segments),
    price: message.price,
    price_unit: 'USD',
    sid: message.sid,
    status: message.status,
    subresource_uris: { media: `${path}/Media.json` },
    to: message.to,
    uri: `${path}.json`,
  }
}

/** A Media resource of a message. */
export function renderMedia(message: Message, media: MessageMedia): Record<string, unknown> {
  return {
    account_sid: message.accountSid,
    content_type: media.contentType,
    date_created: rfc2822(media.createdAt),
    date_updated: rfc2822(media.createdAt),
    parent_sid: message.sid,
    sid: media.sid,
    uri: `${accountPath(message.accountSid)}/Messages/${message.sid}/Media/${media.sid}.json`,
  }
}

let lastSecond = -1
let lastText = ''

/** RFC 2822 in UTC, always with `+0000`. Remembers the last second, since a burst asks for the same one again and again. */
export function rfc2822(ms: number): string {
  const second = Math.floor(ms / 1_000)
  if (second !== lastSecond) {
    lastSecond = second
    lastText = new Date(second * 1_000).toUTCString().replace('GMT', '+0000')
  }
  return lastText
}
