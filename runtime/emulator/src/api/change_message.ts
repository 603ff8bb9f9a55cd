import { CallbackLane } from '../delivery/callback_lane.ts'
import { setStatus } from '../delivery/life_cycle.ts'
import { refuse, sendJson, sendNothing, sendRefusal } from '../http/answer.ts'
import { isFinal } from '../messages/message.ts'
import type { Message } from '../messages/message.ts'
import { renderMessage } from '../messages/render.ts'
import type { ApiCall } from './api_call.ts'

/** `POST …/Messages/{Sid}.json`: `Status=canceled` stops a scheduled text, an empty `Body` redacts. */
export function updateMessage(call: ApiCall, message: Message): void {
  const { form, res, world } = call
  const status = form.get('Status')
  const body = form.get('Body')
  if (status !== null && status !== '' && (status !== 'canceled' || message.status !== 'scheduled')) {
    sendRefusal(res, refuse(status === 'canceled' ? 30409 : 20001))
    return
  }
  if (body !== null && body !== '') {
    sendRefusal(res, refuse(20001, { message: 'Body can only be redacted: send it empty' }))
    return
  }
  if (status === 'canceled') {
    message.course += 1
    setStatus(world, message, { status: 'canceled', errorCode: null })
    if (message.statusCallback !== '') {
      const lane = new CallbackLane(world, message, world.delivery.callbacks)
      lane.push('canceled')
      void lane.finish()
    }
  }
  if (body === '') {
    message.body = ''
    message.updatedAt = world.clock(message.accountSid)
    world.events.add('changed', message.sid, { what: 'redacted' })
  }
  sendJson(res, 200, renderMessage(message))
}

/** `DELETE …/Messages/{Sid}.json`: takes the text and its media away; not while it is on its way. */
export function deleteMessage(call: ApiCall, message: Message): void {
  const { res, world } = call
  if (!isFinal(message.status) && message.status !== 'sent') {
    sendRefusal(res, refuse(20009, { status: 409 }))
    return
  }
  message.course += 1
  world.messages.delete(message.sid)
  world.events.add('changed', message.sid, { what: 'deleted' })
  sendNothing(res)
}
