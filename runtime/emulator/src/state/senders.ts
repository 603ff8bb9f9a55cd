/** A number of ours. URLs may carry connection overrides in their fragment. Times and rates are per second. */
export interface SenderNumber {
  sid: string
  phone: string
  accountSid: string | null
  kind: 'long_code' | 'toll_free' | 'short_code'
  smsUrl: string
  smsMethod: 'GET' | 'POST'
  smsFallbackUrl: string
  voiceUrl: string
  /** Where the number's calls are reported. */
  statusCallback: string
  statusCallbackEvents: string[]
  /** Who answers STOP, START and HELP. */
  optOutHandledBy: 'twilio' | 'us'
  /** Segments a second; null: no limit. */
  segmentsPerSecond: number | null
}

/** A Messaging Service: a pool of numbers with settings of its own. */
export interface MessagingService {
  sid: string
  accountSid: string | null
  friendlyName: string
  senders: string[]
  inboundRequestUrl: string
  useInboundWebhookOnNumber: boolean
  statusCallback: string
  stickySender: boolean
  smartEncoding: boolean
  validityPeriod: number
  /** Advanced Opt-Out: `OptOutType` on inbound texts, and own keywords. */
  advancedOptOut: boolean
}

/** Ten hours: the longest queue that a sender may have, in seconds. Source: Twilio's support article 115002943027. */
export const MAX_QUEUE_SECONDS = 36_000

/** Numbers, services, which number a contact is used to, and each number's queue. */
export class Senders {
  #numbers = new Map<string, SenderNumber>()
  #services = new Map<string, MessagingService>()
  #serviceOf = new Map<string, string>()
  #sticky = new Map<string, string>()
  #freeAt = new Map<string, number>()
  #turn = 0

  setNumber(number: SenderNumber): void {
    this.#numbers.set(number.phone, number)
  }

  removeNumber(phone: string): boolean {
    return this.#numbers.delete(phone)
  }

  setService(service: MessagingService): void {
    this.#services.set(service.sid, service)
    for (const [phone, sid] of this.#serviceOf) if (sid === service.sid) this.#serviceOf.delete(phone)
    for (const phone of service.senders) this.#serviceOf.set(phone, service.sid)
  }

  number(phone: string): SenderNumber | null {
    return this.#numbers.get(phone) ?? null
  }

  numbers(): SenderNumber[] {
    return [...this.#numbers.values()]
  }

  service(sid: string): MessagingService | null {
    return this.#services.get(sid) ?? null
  }

  services(): MessagingService[] {
    return [...this.#services.values()]
  }

  /** The service that a number belongs to. */
  serviceOf(phone: string): MessagingService | null {
    const sid = this.#serviceOf.get(phone)
    return sid === undefined ? null : this.service(sid)
  }

  /** The number of the service that texts `to`: the same as last time with Sticky Sender, else the next in turn. */
  pick(service: MessagingService, to: string): string | null {
    const key = `${service.sid} ${to}`
    const before = this.#sticky.get(key)
    if (service.stickySender && before !== undefined && service.senders.includes(before)) return before
    const picked = service.senders[this.#turn++ % Math.max(1, service.senders.length)]
    if (picked === undefined) return null
    if (service.stickySender) this.#sticky.set(key, picked)
    return picked
  }

  /** Seconds of work that wait in a number's queue. */
  queuedSeconds(phone: string, now: number): number {
    return Math.max(0, (this.#freeAt.get(phone) ?? 0) - now) / 1_000
  }

  /** Takes `segments` of a number's rate and returns after how many ms they may leave. */
  takeSlot(number: SenderNumber, segments: number, now: number): number {
    if (number.segmentsPerSecond === null) return 0
    const start = Math.max(now, this.#freeAt.get(number.phone) ?? 0)
    this.#freeAt.set(number.phone, start + (segments / number.segmentsPerSecond) * 1_000)
    return start - now
  }

  /** Forgets queues and who texts whom; numbers and services stay. */
  clearTraffic(): void {
    this.#sticky.clear()
    this.#freeAt.clear()
  }
}
