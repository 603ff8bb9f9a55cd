import { randomUUID } from 'node:crypto'
import { geoFields } from '../inbound/geo.ts'
import { newSid } from '../state/sids.ts'
import type { SenderNumber } from '../state/senders.ts'
import { sendWebhook } from '../webhooks/send_webhook.ts'
import type { WebhookResult } from '../webhooks/webhook_client.ts'
import type { WebhookParams } from '../webhooks/signature.ts'
import type { World } from '../world.ts'
import type { Call, CallStatus } from './call.ts'

/** A call as a person makes it to one of our numbers. */
export interface PhoneCall {
  from: string
  to: string
  outcome?: 'completed' | 'no-answer' | 'busy' | 'failed' | 'canceled' | undefined
  durationSeconds?: number | undefined
  accountSid?: string | undefined
  /** How often each status callback comes. */
  copies?: number | undefined
  badSignature?: boolean | undefined
}

export interface PlacedCall {
  sid: string
  webhooks: WebhookResult[]
}

type CallEvent = SenderNumber['statusCallbackEvents'][number]

/** A person calls one of our numbers: the voice webhook, then the status callbacks. Null: the number is unknown. */
export async function placeCall(world: World, phoneCall: PhoneCall): Promise<PlacedCall | null> {
  const number = world.senders.number(phoneCall.to)
  const accountSid = number?.accountSid ?? phoneCall.accountSid ?? world.accounts.all()[0]?.sid
  if (number === null || accountSid === undefined) return null
  const call = newCall(world, phoneCall, accountSid)
  remember(world, call)
  const asked =
    number.voiceUrl === ''
      ? []
      : [await tell(world, { call, url: number.voiceUrl, params: standardParams(call, 'ringing'), phoneCall })]
  const told = await report(world, { call, number, phoneCall })
  return { sid: call.sid, webhooks: [...asked, ...told] }
}

function newCall(world: World, phoneCall: PhoneCall, accountSid: string): Call {
  return {
    sid: newSid('CA'),
    accountSid,
    from: phoneCall.from,
    to: phoneCall.to,
    direction: 'inbound',
    status: 'ringing',
    startedAt: world.clock(accountSid),
    endedAt: null,
    durationSeconds: 0,
  }
}

/** Walks the call through its events and tells of those that the number's callback wants. */
async function report(
  world: World,
  { call, number, phoneCall }: { call: Call; number: SenderNumber; phoneCall: PhoneCall },
): Promise<WebhookResult[]> {
  const results: WebhookResult[] = []
  const outcome = phoneCall.outcome ?? 'completed'
  for (const [sequence, event] of eventsOf(outcome).entries()) {
    enter(world, call, { event, outcome, seconds: phoneCall.durationSeconds ?? 30 })
    if (number.statusCallback === '' || !number.statusCallbackEvents.includes(event)) continue
    const params = progressParams(call, { event, sequence, now: world.clock(call.accountSid) })
    const telling = { call, url: number.statusCallback, params, phoneCall }
    results.push(...(await Promise.all(Array.from({ length: phoneCall.copies ?? 1 }, () => tell(world, telling)))))
  }
  return results
}

function eventsOf(outcome: CallStatus): CallEvent[] {
  return outcome === 'completed'
    ? ['initiated', 'ringing', 'answered', 'completed']
    : ['initiated', 'ringing', 'completed']
}

function enter(world: World, call: Call, step: { event: CallEvent; outcome: CallStatus; seconds: number }): void {
  if (step.event === 'answered') call.status = 'in-progress'
  if (step.event !== 'completed') return
  call.status = step.outcome
  call.durationSeconds = step.outcome === 'completed' ? step.seconds : 0
  call.endedAt = call.startedAt + call.durationSeconds * 1_000
  world.events.add('call', call.sid, { from: call.from, to: call.to, status: call.status })
}

/** Source: Twilio's "Request parameters" of Voice webhooks. */
function standardParams(call: Call, status: string): WebhookParams {
  return {
    CallSid: call.sid,
    AccountSid: call.accountSid,
    From: call.from,
    To: call.to,
    Caller: call.from,
    Called: call.to,
    CallStatus: status,
    ApiVersion: '2010-04-01',
    Direction: call.direction,
    ...geoFields('From', call.from),
    ...geoFields('To', call.to),
    ...geoFields('Caller', call.from),
    ...geoFields('Called', call.to),
  }
}

/** Source: Twilio's Call resource, "StatusCallback request parameters". `Duration` is in billed minutes, `CallDuration` in seconds. */
function progressParams(call: Call, step: { event: CallEvent; sequence: number; now: number }): WebhookParams {
  const params: WebhookParams = {
    ...standardParams(call, step.event === 'initiated' ? 'initiated' : call.status),
    Timestamp: new Date(step.now).toUTCString().replace('GMT', '+0000'),
    CallbackSource: 'call-progress-events',
    SequenceNumber: String(step.sequence),
  }
  if (step.event === 'completed') {
    params.CallDuration = String(call.durationSeconds)
    params.Duration = String(Math.ceil(call.durationSeconds / 60))
    params.SipResponseCode = call.status === 'completed' ? '200' : '487'
  }
  return params
}

function tell(
  world: World,
  telling: { call: Call; url: string; params: WebhookParams; phoneCall: PhoneCall },
): Promise<WebhookResult> {
  return sendWebhook(world, {
    purpose: `call ${String(telling.params.CallStatus)}`,
    sid: telling.call.sid,
    accountSid: telling.call.accountSid,
    url: telling.url,
    params: telling.params,
    badSignature: telling.phoneCall.badSignature,
    idempotencyToken: randomUUID(),
  })
}

function remember(world: World, call: Call): void {
  world.calls.set(call.sid, call)
  if (world.calls.size <= world.settings.keep) return
  const oldest = world.calls.keys().next()
  if (oldest.done !== true) world.calls.delete(oldest.value)
}
