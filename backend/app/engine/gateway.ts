import type { PostOutcome } from '@soniarose/messaging'
import type { ListedText, MessageGateway, OutgoingText } from '@soniarose/worker'
import { describeFailure } from './gateway_failure.ts'
import type { KnownSender, TwilioClients } from './twilio_clients.ts'

export interface GatewayOptions {
  clients: TwilioClients
  /** Of this installation, without a slash at its end: status callbacks go there. */
  publicUrl: string
  /** Where the SDK sends everything; null: Twilio for live workspaces, `emulatorUrl` for sandboxes. */
  apiBaseUrl: string | null
  emulatorUrl: string
  /** Addresses under which the provider may fetch media. */
  mediaUrls(text: OutgoingText): Promise<string[]>
}

/** Posts texts through the official SDK. */
export class TwilioGateway implements MessageGateway {
  readonly #options: GatewayOptions
  readonly #canCallBack: boolean

  constructor(options: GatewayOptions) {
    this.#options = options
    const { publicUrl, apiBaseUrl, emulatorUrl } = options
    // Twilio refuses an address that it can't reach (21609); only something on this machine can call a loopback back.
    this.#canCallBack =
      !isLoopback(publicUrl) || apiBaseUrl === null || isLoopback(apiBaseUrl) || isLoopback(emulatorUrl)
  }

  async send(text: OutgoingText, beforeWrite: () => void): Promise<PostOutcome> {
    let known: KnownSender
    let mediaUrl: string[]
    try {
      known = await this.#options.clients.of(text.senderId)
      mediaUrl = text.mediaIds.length > 0 ? await this.#options.mediaUrls(text) : []
      beforeWrite()
    } catch (error) {
      return { requestWritten: false, networkError: error instanceof Error ? error.message : 'unknown error' }
    }
    try {
      const media = mediaUrl.length > 0 ? { mediaUrl } : {}
      const message = await known.client.messages.create({
        ...known.from,
        ...media,
        ...this.#callback(text.attemptId),
        to: text.to,
        body: text.body,
      })
      return { httpStatus: 201, sid: message.sid ?? null, requestWritten: true }
    } catch (error) {
      return describeFailure(error)
    }
  }

  async find({ senderId, to, since }: { senderId: string; to: string; since: number }): Promise<ListedText[] | null> {
    try {
      const { client } = await this.#options.clients.of(senderId)
      // Without DateSent: it is null for a text that has not been sent yet.
      const listed = await client.messages.list({ to, limit: 100 })
      return listed
        .filter((message) => message.direction !== 'inbound' && message.dateCreated.getTime() >= since)
        .map((message) => ({
          sid: message.sid,
          status: message.status,
          body: message.body,
          errorCode: message.errorCode ?? null,
          createdAt: message.dateCreated.getTime(),
        }))
    } catch {
      // The SDK's errors carry the credentials; nothing of them goes on from here.
      return null
    }
  }

  forget(senderId?: string): void {
    this.#options.clients.forget(senderId)
  }

  #callback(attemptId: string): { statusCallback?: string } {
    if (!this.#canCallBack) return {}
    return { statusCallback: `${this.#options.publicUrl}/api/webhooks/twilio/status/${attemptId}` }
  }
}

function isLoopback(address: string): boolean {
  const { hostname } = new URL(address)
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.')
}
