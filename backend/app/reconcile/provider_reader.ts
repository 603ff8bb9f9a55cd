import { numberOr, type ListedMessage } from './listed_message.ts'
import type { TwilioClients } from '#app/engine/twilio_clients'

/** Reads the provider's own record of texts. Null everywhere: it could not be asked. */
export class ProviderReader {
  readonly #clients: TwilioClients

  constructor(clients: TwilioClients) {
    this.#clients = clients
  }

  /** The newest texts to one number. Without DateSent: it is null for a text that has not been sent yet. */
  async to(senderId: string, phone: string): Promise<ListedMessage[] | null> {
    return this.#ask(senderId, async ({ client }) =>
      (await client.messages.list({ to: phone, limit: 100 })).map(toListed),
    )
  }

  /** One text; `'absent'` when the provider knows no such SID. */
  async one(senderId: string, sid: string): Promise<ListedMessage | 'absent' | null> {
    return this.#ask(senderId, async ({ client }) => {
      try {
        return toListed(await client.messages(sid).fetch())
      } catch (error) {
        if (statusOf(error) === 404) return 'absent'
        throw error
      }
    })
  }

  /**
   * The texts of a sender's account that were sent in a span of time, newest first.
   * @param span null: whenever they were sent
   */
  async sent(
    senderId: string,
    { span, limit }: { span: { from: Date; to: Date } | null; limit: number },
  ): Promise<ListedMessage[] | null> {
    const filter = span === null ? {} : { dateSentAfter: span.from, dateSentBefore: span.to }
    return this.#ask(senderId, async ({ client }) =>
      (await client.messages.list({ ...filter, limit, pageSize: Math.min(limit, 1_000) })).map(toListed),
    )
  }

  async #ask<Value>(
    senderId: string,
    question: (known: Awaited<ReturnType<TwilioClients['of']>>) => Promise<Value>,
  ): Promise<Value | null> {
    try {
      return await question(await this.#clients.of(senderId))
    } catch {
      // The SDK's errors carry the credentials; nothing of them goes on from here.
      return null
    }
  }
}

interface SdkMessage {
  sid: string
  status: string
  direction: string
  from: string | null
  to: string | null
  messagingServiceSid: string | null
  body: string | null
  errorCode: number | null
  price: string | null
  numSegments: string | null
  dateCreated: Date | null
}

function toListed(message: SdkMessage): ListedMessage {
  return {
    sid: message.sid,
    status: message.status,
    inbound: message.direction === 'inbound',
    from: message.from,
    to: message.to ?? '',
    messagingServiceSid: message.messagingServiceSid,
    body: message.body ?? '',
    errorCode: message.errorCode ?? null,
    price: numberOr(message.price, null),
    segments: numberOr(message.numSegments, 0),
    createdAt: message.dateCreated?.getTime() ?? 0,
  }
}

function statusOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, 'status') : undefined
}
