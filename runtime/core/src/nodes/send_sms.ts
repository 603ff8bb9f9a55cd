import { NODE_DEFINITIONS } from '@soniarose/graph'
import type { JsonObject } from '../json.ts'
import { defineRunner, leave, type Move, type Visit } from '../node_runner.ts'
import type { Signal } from '../run_event.ts'
import { compileTemplate } from '../template/template.ts'

/**
 * Plans a text and waits until the provider has taken it or it is certain that it won't go out. A text that comes to
 * nothing is skipped, so that an author can leave one out by condition.
 */
export const sendSms = defineRunner(NODE_DEFINITIONS.send_sms, (data, nodeId) => {
  const template = compileTemplate(data.body)
  const mediaIds = data.mediaIds ?? []
  const shorten = data.shortenLinks === true ? { shortenLinks: true as const } : {}
  return {
    enter(visit) {
      const body = template.render(visit)
      if (body.trim() === '' && mediaIds.length === 0) return skipped({ reason: 'empty_text' })
      const id = visit.newId()
      const { seq } = visit.run
      visit.emit({ type: 'plan_message', id, nodeId, seq, body, mediaIds, senderId: data.senderId ?? null, ...shorten })
      return { to: 'wait', wait: { kind: 'message', key: id, wakeAt: null } }
    },
    resume: (visit, signal) => settle(visit, signal),
  }
})

function skipped(detail: JsonObject): Move {
  return { to: 'leave', handle: 'next', status: 'skipped', outcome: 'skipped', detail }
}

function settle(visit: Visit, signal: Signal | undefined): Move {
  if (signal?.kind !== 'message') return leave('next', {})
  const detail: JsonObject = { messageId: signal.key, message: signal.outcome }
  if (signal.reason !== undefined) detail['reason'] = signal.reason
  if (signal.errorCode !== undefined) detail['errorCode'] = signal.errorCode
  if (signal.outcome === 'accepted') return leave('next', detail)
  if (signal.outcome === 'skipped') return skipped(detail)
  if (visit.hasEdge('failed')) return { to: 'leave', handle: 'failed', status: 'failed', detail }
  const outcome = signal.outcome === 'blocked' ? 'blocked' : 'next'
  return { to: 'leave', handle: 'next', status: 'failed', outcome, detail }
}
