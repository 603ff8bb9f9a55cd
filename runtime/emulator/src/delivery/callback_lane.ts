import { randomUUID } from 'node:crypto'
import { shuffled } from '../state/random.ts'
import { sendWebhook } from '../webhooks/send_webhook.ts'
import type { WebhookParams } from '../webhooks/signature.ts'
import type { Message } from '../messages/message.ts'
import type { World } from '../world.ts'
import type { CallbackStatus, FullScript } from './delivery_script.ts'

interface Callback {
  status: CallbackStatus
  params: WebhookParams
  token: string
}

/** Tells one text's statuses to its callback URL, in the order, number and with the losses that its script wants. */
export class CallbackLane {
  readonly #world: World
  readonly #message: Message
  readonly #script: FullScript['callbacks']
  #held: Callback[] = []
  #sent: Array<Promise<void>> = []
  #chain: Promise<void> = Promise.resolve()

  constructor(world: World, message: Message, script: FullScript['callbacks']) {
    this.#world = world
    this.#message = message
    this.#script = script
  }

  /** Takes up the text's present status. */
  push(status: CallbackStatus): void {
    if (applies(this.#script.lose, status)) {
      this.#world.events.add('webhook_lost', this.#message.sid, { status })
      return
    }
    const callback = {
      status,
      params: callbackParams(this.#message, this.#world.clock(this.#message.accountSid)),
      token: randomUUID(),
    }
    const copies = applies(this.#script.duplicate, status) ? this.#script.copies : 1
    for (let copy = 0; copy < copies; copy += 1) this.#held.push(callback)
    if (this.#script.order === 'in_order' || this.#script.order === 'at_once') this.#release()
  }

  /** Sends what was held back for its order. Resolves when every callback has been answered. */
  async finish(): Promise<void> {
    if (this.#script.order === 'reversed') this.#held.reverse()
    if (this.#script.order === 'shuffled') this.#held = shuffled(this.#held, this.#world.random)
    this.#release()
    await Promise.all([this.#chain, ...this.#sent])
  }

  #release(): void {
    const batch = this.#held
    this.#held = []
    for (const callback of batch) {
      if (this.#script.order === 'at_once') this.#sent.push(this.#deliver(callback))
      else this.#chain = this.#chain.then(() => this.#deliver(callback))
    }
  }

  async #deliver(callback: Callback): Promise<void> {
    const { scheduler } = this.#world
    if (this.#script.delayMs > 0) await new Promise<void>((resolve) => scheduler.after(this.#script.delayMs, resolve))
    await sendWebhook(this.#world, {
      purpose: `status ${callback.status}`,
      sid: this.#message.sid,
      accountSid: this.#message.accountSid,
      url: this.#message.statusCallback,
      params: callback.params,
      idempotencyToken: callback.token,
      badSignature: this.#script.badSignature,
    })
  }
}

/** The fields of a message status callback. Source: Twilio's "Outbound message status in status callbacks" guide. */
function callbackParams(message: Message, now: number): WebhookParams {
  const params: WebhookParams = {
    SmsSid: message.sid,
    SmsStatus: message.status,
    MessageStatus: message.status,
    To: message.to,
    MessageSid: message.sid,
    AccountSid: message.accountSid,
    From: message.from ?? '',
    ApiVersion: '2010-04-01',
  }
  if (message.serviceSid !== null) params.MessagingServiceSid = message.serviceSid
  if (message.errorCode !== null) params.ErrorCode = String(message.errorCode)
  // The carrier's clock, without a zone: YYMMDDhhmm.
  if (message.status === 'delivered' || message.status === 'undelivered') {
    params.RawDlrDoneDate = new Date(now).toISOString().replace(/\D/g, '').slice(2, 12)
  }
  return params
}

function applies(statuses: 'all' | readonly CallbackStatus[], status: CallbackStatus): boolean {
  return statuses === 'all' || statuses.includes(status)
}
