import { placeCall } from '../calls/place_call.ts'
import type { PhoneCall, PlacedCall } from '../calls/place_call.ts'
import { completeScript, DEFAULT_SCRIPT, deliveryScriptSchema } from '../delivery/delivery_script.ts'
import type { DeliveryScript } from '../delivery/delivery_script.ts'
import type { Rule } from '../delivery/rule_book.ts'
import { receiveText, redeliverText } from '../inbound/receive_text.ts'
import type { InboundText, Received } from '../inbound/receive_text.ts'
import { renderMessage } from '../messages/render.ts'
import type { AccountInput, NumberInput, ServiceInput } from '../options.ts'
import type { EmulatorEvent, EventListener, EventQuery } from '../state/events.ts'
import type { LedgerCounts, LedgerRow } from '../state/ledger.ts'
import { setAccount, setNumber, setService } from '../state/world_changes.ts'
import { sendWebhook } from '../webhooks/send_webhook.ts'
import type { WebhookResult } from '../webhooks/webhook_client.ts'
import type { World } from '../world.ts'
import { isIdle, untilIdle } from './idle.ts'
import { phonesOf, showText } from './phones.ts'
import type { PhoneText, PhoneThread } from './phones.ts'

/** A webhook of one's own making, signed with an account's token. */
export interface OwnWebhook {
  accountSid: string
  url: string
  params?: Record<string, string | string[]> | undefined
  json?: unknown
  method?: 'GET' | 'POST' | undefined
  badSignature?: boolean | undefined
}

/** What `clear` keeps unless told otherwise: accounts, numbers and services stay. */
export interface ClearOptions {
  rules?: boolean
  optOuts?: boolean
}

/** Drives and reads an emulator from its own process. The HTTP routes under `/control` do the same. */
export interface EmulatorControl {
  setAccount(sid: string, account: AccountInput): void
  setNumber(number: NumberInput): void
  removeNumber(phone: string): boolean
  setService(service: ServiceInput): void
  setDelivery(script: DeliveryScript): void
  setListLag(ms: number): void
  setRequestsPerSecond(rate: number | null): void
  addRule(rule: Rule): string
  removeRule(id: string): boolean
  rules(): Array<{ id: string; rule: Rule; fits: number; used: number }>
  clearRules(): void
  receive(text: InboundText): Promise<Received | null>
  redeliver(sid: string): Promise<WebhookResult[] | null>
  call(call: PhoneCall): Promise<PlacedCall | null>
  webhook(webhook: OwnWebhook): Promise<WebhookResult>
  optOuts(): Array<{ scope: string; phone: string }>
  optOut(scope: string, phone: string): boolean
  optIn(scope: string, phone: string): boolean
  ledger(query?: { after?: number | undefined; limit?: number | undefined }): LedgerRow[]
  counts(): LedgerCounts
  events(query?: EventQuery): EmulatorEvent[]
  subscribe(listener: EventListener): () => void
  phones(): PhoneThread[]
  thread(phone: string, number?: string): PhoneText[]
  message(sid: string): Record<string, unknown> | null
  advance(ms: number): void
  isIdle(): boolean
  idle(options?: { timeoutMs?: number | undefined }): Promise<boolean>
  clear(options?: ClearOptions): void
}

/** The control of a world. */
export function createControl(world: World): EmulatorControl {
  return { ...setup(world), ...play(world), ...read(world) }
}

type Setup = Pick<
  EmulatorControl,
  | 'setAccount'
  | 'setNumber'
  | 'removeNumber'
  | 'setService'
  | 'setDelivery'
  | 'setListLag'
  | 'setRequestsPerSecond'
  | 'addRule'
  | 'removeRule'
  | 'rules'
  | 'clearRules'
  | 'clear'
>

function setup(world: World): Setup {
  return {
    setAccount: (sid, account) => setAccount(world, sid, account),
    setNumber: (number) => void setNumber(world, number),
    removeNumber: (phone) => world.senders.removeNumber(phone),
    setService: (service) => void setService(world, service),
    setDelivery: (script) => {
      world.delivery = completeScript(deliveryScriptSchema.parse(script), DEFAULT_SCRIPT)
    },
    setListLag: (ms) => {
      world.listLagMs = ms
    },
    setRequestsPerSecond: (rate) => world.rate.set(rate),
    addRule: (rule) => world.rules.add(rule),
    removeRule: (id) => world.rules.remove(id),
    rules: () => world.rules.all(),
    clearRules: () => world.rules.clear(),
    clear: (options) => clear(world, options ?? {}),
  }
}

type Play = Pick<EmulatorControl, 'receive' | 'redeliver' | 'call' | 'webhook' | 'optOut' | 'optIn' | 'advance'>

function play(world: World): Play {
  return {
    receive: (text) => receiveText(world, text),
    redeliver: (sid) => redeliverText(world, sid),
    call: (phoneCall) => placeCall(world, phoneCall),
    webhook: (webhook) => sendWebhook(world, { ...webhook, params: webhook.params ?? {}, purpose: 'own', sid: '' }),
    optOut: (scope, phone) => world.optOuts.add(scope, phone),
    optIn: (scope, phone) => world.optOuts.remove(scope, phone),
    advance: (ms) => world.scheduler.advance(ms),
  }
}

type Read = Pick<
  EmulatorControl,
  'optOuts' | 'ledger' | 'counts' | 'events' | 'subscribe' | 'phones' | 'thread' | 'message' | 'isIdle' | 'idle'
>

function read(world: World): Read {
  return {
    optOuts: () => world.optOuts.all(),
    ledger: (query) => world.ledger.rows(query),
    counts: () => world.ledger.counts(),
    events: (query) => world.events.read(query ?? {}),
    subscribe: (listener) => world.events.subscribe(listener),
    phones: () => phonesOf(world),
    thread: (phone, number) => world.messages.thread(phone, number).map((message) => showText(world, message)),
    message: (sid) => {
      const message = world.messages.get(sid)
      return message === null ? null : renderMessage(message)
    },
    isIdle: () => isIdle(world),
    idle: (options) => untilIdle(world, options?.timeoutMs ?? 10_000),
  }
}

function clear(world: World, options: ClearOptions): void {
  world.scheduler.clear()
  world.messages.clear()
  world.calls.clear()
  world.ledger.clear()
  world.events.clear()
  world.senders.clearTraffic()
  if (options.rules !== false) {
    world.rules.clear()
    world.delivery = completeScript(world.settings.delivery, DEFAULT_SCRIPT)
    world.listLagMs = 0
    world.rate.set(world.settings.requestsPerSecond)
  }
  if (options.optOuts !== false) world.optOuts.clear()
}
