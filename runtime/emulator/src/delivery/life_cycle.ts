import { isFinal } from '../messages/message.ts'
import type { Message, MessageStatus } from '../messages/message.ts'
import { MAX_QUEUE_SECONDS } from '../state/senders.ts'
import type { World } from '../world.ts'
import { CallbackLane } from './callback_lane.ts'
import type { CallbackStatus, FullScript } from './delivery_script.ts'
import { fetchOutboundMedia } from './fetch_media.ts'

/** What one segment costs, in dollars: a number to look at, not a price list. */
const SEGMENT_PRICE = 0.0079

interface Step {
  status: CallbackStatus
  delayMs: number
  errorCode: number | null
}

interface Journey {
  world: World
  message: Message
  script: FullScript
  lane: CallbackLane | null
  /** The message's `course` at the start: another one means that it was cancelled or deleted meanwhile. */
  course: number
  validitySeconds: number
  done: (() => void) | null
}

export interface DeliveryOrder {
  script: FullScript
  validitySeconds: number
  /** Called when the last status has come and its callbacks are answered. */
  done?: () => void
}

/** Walks an accepted text through its statuses, as its script says. */
export function startDelivery(world: World, message: Message, order: DeliveryOrder): void {
  const silent = message.statusCallback === '' || order.script.callbacks.lose === 'all'
  const lane = silent ? null : new CallbackLane(world, message, order.script.callbacks)
  const { script, validitySeconds } = order
  const journey = { world, message, script, lane, course: message.course, validitySeconds, done: order.done ?? null }
  walk(journey, firstSteps(message, script), 0)
}

/** A text with a service is queued first; then its sender, and so its place in that sender's queue, is known. */
function firstSteps(message: Message, script: FullScript): Step[] {
  if (message.status === 'queued') return []
  return [{ status: 'queued', delayMs: script.delaysMs.queued, errorCode: null }]
}

function walk(journey: Journey, steps: Step[], at: number): void {
  const { world, message } = journey
  const step = steps[at]
  if (step === undefined) {
    if (message.status === 'queued' && steps.every((earlier) => earlier.status === 'queued')) afterQueueing(journey)
    else finish(journey)
    return
  }
  if (step.delayMs <= 0 && journey.lane === null && at > 0) {
    take(journey, steps, at)
    return
  }
  world.scheduler.after(step.delayMs, () => take(journey, steps, at))
}

function take(journey: Journey, steps: Step[], at: number): void {
  const { world, message } = journey
  const step = steps[at]
  if (step === undefined || message.course !== journey.course || isFinal(message.status)) {
    finish(journey)
    return
  }
  if (step.status === 'queued') chooseSender(world, message)
  if (step.status === 'sending' && world.settings.fetchMedia && message.media.length > 0) {
    world.mediaUnderWay += 1
    void fetchOutboundMedia(world, message).then((errorCode) => {
      world.mediaUnderWay -= 1
      enter(journey, errorCode === null ? step : { ...step, status: 'failed', errorCode })
      walk(journey, errorCode === null ? steps : [], errorCode === null ? at + 1 : 0)
    })
    return
  }
  enter(journey, step)
  walk(journey, steps, at + 1)
}

function enter(journey: Journey, step: Step): void {
  setStatus(journey.world, journey.message, step)
  journey.lane?.push(step.status)
}

function afterQueueing(journey: Journey): void {
  const { script } = journey
  if (script.outcome === 'queued') {
    finish(journey)
    return
  }
  walk(journey, laterSteps(journey), 0)
}

function laterSteps(journey: Journey): Step[] {
  const { world, message, script } = journey
  const number = message.from === null ? null : world.senders.number(message.from)
  if (number !== null && world.senders.queuedSeconds(number.phone, world.scheduler.now()) > MAX_QUEUE_SECONDS) {
    return [{ status: 'failed', delayMs: script.delaysMs.final, errorCode: 30001 }]
  }
  const waitMs = number === null ? 0 : world.senders.takeSlot(number, message.segments, world.scheduler.now())
  if (waitMs > journey.validitySeconds * 1_000) {
    return [{ status: 'failed', delayMs: journey.validitySeconds * 1_000, errorCode: 30036 }]
  }
  const { outcome, delaysMs, errorCode } = script
  if (outcome === 'failed') return [{ status: 'failed', delayMs: waitMs + delaysMs.final, errorCode }]
  const steps: Step[] = [{ status: 'sending', delayMs: waitMs + delaysMs.sending, errorCode: null }]
  if (outcome !== 'sending') steps.push({ status: 'sent', delayMs: delaysMs.sent, errorCode: null })
  if (outcome === 'delivered') steps.push({ status: 'delivered', delayMs: delaysMs.final, errorCode: null })
  if (outcome === 'undelivered') steps.push({ status: 'undelivered', delayMs: delaysMs.final, errorCode })
  return steps
}

function finish(journey: Journey): void {
  const { lane, done } = journey
  journey.done = null
  if (lane === null) done?.()
  else void lane.finish().then(() => done?.())
}

function chooseSender(world: World, message: Message): void {
  if (message.from !== null || message.serviceSid === null) return
  const service = world.senders.service(message.serviceSid)
  message.from = service === null ? null : world.senders.pick(service, message.to)
}

/** Gives a text a new status, its times and price with it, and writes it into the event log. */
export function setStatus(
  world: World,
  message: Message,
  change: { status: MessageStatus; errorCode: number | null },
): void {
  const now = world.clock(message.accountSid)
  message.status = change.status
  message.errorCode = change.errorCode
  message.updatedAt = now
  if (change.status === 'sent' || change.status === 'delivered') message.sentAt ??= now
  if (isFinal(change.status) && message.sentAt !== null) message.price = (-SEGMENT_PRICE * message.segments).toFixed(5)
  world.events.add('status', message.sid, change)
}
