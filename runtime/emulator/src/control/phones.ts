import { optOutScope } from '../inbound/opt_out_scope.ts'
import type { Message } from '../messages/message.ts'
import type { World } from '../world.ts'

/** A text as its phone shows it. `outbound`: we sent it; `automatic`: Twilio's own answer. */
export interface PhoneText {
  sid: string
  direction: 'inbound' | 'outbound'
  phone: string
  number: string
  body: string
  status: string
  errorCode: number | null
  automatic: boolean
  at: string
  media: Array<{ sid: string; contentType: string; url: string }>
}

/** A thread between a phone and a number of ours. `optedOut`: Twilio blocks further texts. */
export interface PhoneThread {
  phone: string
  number: string
  count: number
  optedOut: boolean
  last: PhoneText
}

/** Every thread, the last active first. */
export function phonesOf(world: World): PhoneThread[] {
  return world.messages.threads().map(({ phone, number, count, last }) => {
    return {
      phone,
      number,
      count,
      optedOut: [optOutScope(world, number), number].some((scope) => world.optOuts.has(scope, phone)),
      last: showText(world, last),
    }
  })
}

/** One text for the phone. */
export function showText(world: World, message: Message): PhoneText {
  const inbound = message.direction === 'inbound'
  return {
    sid: message.sid,
    direction: inbound ? 'inbound' : 'outbound',
    phone: (inbound ? message.from : message.to) ?? '',
    number: (inbound ? message.to : message.from) ?? '',
    body: message.body,
    status: message.status,
    errorCode: message.errorCode,
    automatic: message.automatic,
    at: new Date(message.createdAt).toISOString(),
    media: message.media.map(({ sid, contentType, url, data }) => {
      return { sid, contentType, url: data === null ? url : `${world.publicUrl}/mms/${sid}` }
    }),
  }
}
