import { answerFault } from './answer_fault.ts'
import type { ApiCall } from './api_call.ts'
import { deleteMessage, updateMessage } from './change_message.ts'
import { createMessage } from './create_message.ts'
import { listMessages } from './list_messages.ts'
import { listMedia, oneMedia } from './media.ts'
import { refuse, refusalBody, sendJson, sendRefusal } from '../http/answer.ts'
import type { Message } from '../messages/message.ts'
import { renderMessage, rfc2822 } from '../messages/render.ts'

/** Everything under `…/Messages`. `rest` is the path after it, without `.json`: `''`, `/SM…`, `/SM…/Media/ME…`. */
export function routeMessages(call: ApiCall, rest: string): void {
  if (rest === '') {
    routeAll(call)
    return
  }
  const [, sid = '', resource = '', mediaSid] = rest.split('/')
  const message = call.world.messages.get(sid)
  if (resource === '' && suffersFault(call, { op: opOf(call.req.method), to: message?.to ?? '' })) return
  if (message === null || message.accountSid !== call.account.sid || message.automatic) notFound(call)
  else if (resource === '') routeOne(call, message)
  else routePart(call, message, { resource, mediaSid })
}

function routeAll(call: ApiCall): void {
  if (call.req.method === 'POST') createMessage(call)
  else if (call.req.method === 'GET') listUnlessFault(call)
  else notAllowed(call)
}

function routeOne(call: ApiCall, message: Message): void {
  const { method } = call.req
  if (method === 'GET') sendJson(call.res, 200, renderMessage(message))
  else if (method === 'POST') updateMessage(call, message)
  else if (method === 'DELETE') deleteMessage(call, message)
  else notAllowed(call)
}

function routePart(call: ApiCall, message: Message, part: { resource: string; mediaSid: string | undefined }): void {
  if (part.resource === 'Feedback' && call.req.method === 'POST') sendFeedback(call, message)
  else if (part.resource === 'Media') routeMedia(call, message, part.mediaSid)
  else notFound(call)
}

function routeMedia(call: ApiCall, message: Message, mediaSid: string | undefined): void {
  if (mediaSid === undefined) {
    listMedia(call, message)
    return
  }
  const media = message.media.find((one) => one.sid === mediaSid)
  if (media === undefined) notFound(call)
  else oneMedia(call, message, media)
}

function sendFeedback(call: ApiCall, message: Message): void {
  const outcome = call.form.get('Outcome') ?? 'confirmed'
  if (outcome !== 'confirmed' && outcome !== 'unconfirmed') {
    sendRefusal(call.res, refuse(20001))
    return
  }
  const now = rfc2822(call.world.clock(call.account.sid))
  const uri = `/2010-04-01/Accounts/${message.accountSid}/Messages/${message.sid}/Feedback.json`
  sendJson(call.res, 201, {
    account_sid: message.accountSid,
    message_sid: message.sid,
    outcome,
    date_created: now,
    date_updated: now,
    uri,
  })
}

function listUnlessFault(call: ApiCall): void {
  if (!suffersFault(call, { op: 'list', to: call.query.get('To') ?? '' })) listMessages(call)
}

function suffersFault(call: ApiCall, request: { op: 'fetch' | 'list' | 'update' | 'delete'; to: string }): boolean {
  const { fault } = call.world.rules.judge({
    ...request,
    accountSid: call.account.sid,
    from: call.query.get('From') ?? '',
    body: '',
  })
  if (fault === null) return false
  answerFault(call.res, fault, refusalBody(refuse(20500, { status: 500 })))
  return true
}

function opOf(method: string | undefined): 'fetch' | 'update' | 'delete' {
  if (method === 'DELETE') return 'delete'
  return method === 'POST' ? 'update' : 'fetch'
}

/** Twilio's 404, which names the path that it didn't find. */
export function notFound(call: Pick<ApiCall, 'req' | 'res'>): void {
  const path = (call.req.url ?? '').split('?')[0] ?? ''
  sendRefusal(call.res, refuse(20404, { status: 404, message: `The requested resource ${path} was not found` }))
}

export function notAllowed(call: Pick<ApiCall, 'res'>): void {
  sendRefusal(call.res, refuse(20004, { status: 405 }))
}
