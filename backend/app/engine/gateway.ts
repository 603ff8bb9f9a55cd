import type { PostOutcome } from '@soniarose/messaging'
import type { ListedText, MessageGateway, OutgoingText } from '@soniarose/worker'
import type pg from 'pg'
import type { Twilio } from 'twilio'
import { describeFailure } from './gateway_failure.ts'

export interface GatewayOptions {
  pool: pg.Pool
  /** Opens a sender's sealed auth token. */
  openSecret(sealed: string): string
  /** Of this installation, without a slash at its end: status callbacks go there. */
  publicUrl: string
  /** Where the SDK sends everything; null: Twilio for live workspaces, `emulatorUrl` for sandboxes. */
  apiBaseUrl: string | null
  emulatorUrl: string
  /** Addresses under which the provider may fetch media. */
  mediaUrls(text: OutgoingText): Promise<string[]>
}

/** Longer than Twilio ever takes, shorter than a claim lives. */
const TIMEOUT_MS = 15_000
const SOCKETS = 128
/** How long a sender's row is believed before it is read again: a rotated token works within this. */
const TRUST_MS = 15_000

interface SenderRow {
  account_sid: string
  credentials: string
  phone: string | null
  messaging_service_sid: string | null
  mode: 'sandbox' | 'live'
}

interface Known {
  client: Twilio
  from: { from: string } | { messagingServiceSid: string }
  readAt: number
}

/** Posts texts through the official SDK. The SDK is loaded with the first text, and never retries by itself. */
export class TwilioGateway implements MessageGateway {
  readonly #options: GatewayOptions
  readonly #known = new Map<string, Promise<Known>>()
  #sdk: ReturnType<typeof loadSdk> | null = null

  constructor(options: GatewayOptions) {
    this.#options = options
  }

  async send(text: OutgoingText, beforeWrite: () => void): Promise<PostOutcome> {
    let known: Known
    let mediaUrl: string[]
    try {
      known = await this.#sender(text.senderId)
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
      const { client } = await this.#sender(senderId)
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
    if (senderId === undefined) this.#known.clear()
    else this.#known.delete(senderId)
  }

  #callback(attemptId: string): { statusCallback?: string } {
    const { publicUrl, apiBaseUrl, emulatorUrl } = this.#options
    // Twilio refuses an address that it can't reach (21609); only something on this machine can call a loopback back.
    const isReachable = !isLoopback(publicUrl) || apiBaseUrl === null || isLoopback(apiBaseUrl) || isLoopback(emulatorUrl)
    return isReachable ? { statusCallback: `${publicUrl}/api/webhooks/twilio/status/${attemptId}` } : {}
  }

  #sender(senderId: string): Promise<Known> {
    const now = performance.now()
    const cached = this.#known.get(senderId)
    if (!cached) return this.#remember(senderId, this.#read(senderId))
    return cached.then((known) => (now - known.readAt < TRUST_MS ? known : this.#remember(senderId, this.#read(senderId))))
  }

  #remember(senderId: string, reading: Promise<Known>): Promise<Known> {
    this.#known.set(senderId, reading)
    reading.catch(() => this.#known.delete(senderId))
    return reading
  }

  async #read(senderId: string): Promise<Known> {
    const { pool, openSecret, apiBaseUrl, emulatorUrl } = this.#options
    const { rows } = await pool.query<SenderRow>(
      `SELECT s.account_sid, s.credentials, s.phone, s.messaging_service_sid, w.mode
       FROM senders s JOIN workspaces w ON w.id = s.workspace_id WHERE s.id = $1`,
      [senderId],
    )
    const row = rows[0]
    if (!row) throw new Error('The sender is gone.')
    const baseUrl = apiBaseUrl ?? (row.mode === 'sandbox' ? emulatorUrl : null)
    this.#sdk ??= loadSdk()
    const client = (await this.#sdk)(row.account_sid, openSecret(row.credentials), baseUrl)
    return { client, from: fromOf(row), readAt: performance.now() }
  }
}

function fromOf(row: SenderRow): Known['from'] {
  if (row.messaging_service_sid !== null) return { messagingServiceSid: row.messaging_service_sid }
  return { from: row.phone ?? '' }
}

/** One HTTP client for all senders. Region and edge would be taken from the environment and break a loopback address. */
async function loadSdk(): Promise<(accountSid: string, authToken: string, baseUrl: string | null) => Twilio> {
  delete process.env['TWILIO_REGION']
  delete process.env['TWILIO_EDGE']
  const { default: twilio } = await import('twilio')
  const httpClient = new twilio.RequestClient({ timeout: TIMEOUT_MS, autoRetry: false, maxSockets: SOCKETS, maxTotalSockets: SOCKETS })
  return (accountSid, authToken, baseUrl) => {
    const client = twilio(accountSid, authToken, { httpClient })
    if (baseUrl !== null) client.api.baseUrl = baseUrl
    return client
  }
}

function isLoopback(address: string): boolean {
  const { hostname } = new URL(address)
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.')
}
