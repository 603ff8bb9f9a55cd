import { refuse, sendJson, sendNothing, sendRefusal } from '../http/answer.ts'
import type { Message, MessageMedia } from '../messages/message.ts'
import { accountPath, renderMedia } from '../messages/render.ts'
import type { ApiCall } from './api_call.ts'
import { pageOf } from './page.ts'

/** `GET …/Messages/{Sid}/Media.json` */
export function listMedia(call: ApiCall, message: Message): void {
  const path = `${accountPath(message.accountSid)}/Messages/${message.sid}/Media.json`
  const page = pageOf({ items: message.media, query: call.query, path })
  if (page === null) sendRefusal(call.res, refuse(20007))
  else sendJson(call.res, 200, { ...page.frame, media_list: page.items.map((media) => renderMedia(message, media)) })
}

/** `GET` or `DELETE …/Media/{Sid}.json`. */
export function oneMedia(call: ApiCall, message: Message, media: MessageMedia): void {
  if (call.req.method !== 'DELETE') {
    sendJson(call.res, 200, renderMedia(message, media))
    return
  }
  message.media = message.media.filter((other) => other !== media)
  sendNothing(call.res)
}

/** `GET …/Media/{Sid}` without `.json`: a redirect to the file itself, as Twilio sends to its own short-lived address. */
export function redirectToFile(call: Omit<ApiCall, 'account' | 'form' | 'query'>, media: MessageMedia): void {
  const location = media.data === null ? media.url : `${call.world.publicUrl}/mms/${media.sid}`
  call.res.writeHead(307, { Location: location, 'Content-Length': '0' })
  call.res.end()
}

/** The file behind the redirect; nobody is asked for credentials here. */
export function sendFile(call: Omit<ApiCall, 'account' | 'form' | 'query'>, mediaSid: string): void {
  const media = call.world.messages
    .all()
    .flatMap((message) => message.media)
    .find((one) => one.sid === mediaSid)
  if (media === undefined || media.data === null) {
    sendRefusal(call.res, refuse(20404, { status: 404 }))
    return
  }
  call.res.writeHead(200, {
    'Content-Type': media.contentType,
    'Content-Length': media.data.length,
    'X-Content-Type-Options': 'nosniff',
  })
  call.res.end(media.data)
}
