import type pg from 'pg'
import type { Twilio } from 'twilio'

export interface TwilioClientsOptions {
  pool: pg.Pool
  /** Opens a sender's sealed auth token. */
  openSecret(sealed: string): string
  /** Where the SDK sends everything; null: Twilio for live workspaces, `emulatorUrl` for sandboxes. */
  apiBaseUrl: string | null
  emulatorUrl: string
}

/** A sender with a client that may speak for its account. */
export interface KnownSender {
  client: Twilio
  accountSid: string
  from: { from: string } | { messagingServiceSid: string }
  readAt: number
}

interface SenderRow {
  account_sid: string
  credentials: string
  phone: string | null
  messaging_service_sid: string | null
  mode: 'sandbox' | 'live'
}

/** Longer than Twilio ever takes, shorter than a claim lives. */
const TIMEOUT_MS = 15_000
const SOCKETS = 128
/** How long a sender's row is believed before it is read again: a rotated token works within this at the latest. */
const TRUST_MS = 15_000

/** The official SDK's clients, one a sender. The SDK is loaded with the first one, and never retries by itself. */
export class TwilioClients {
  readonly #options: TwilioClientsOptions
  readonly #known = new Map<string, Promise<KnownSender>>()
  #sdk: ReturnType<typeof loadSdk> | null = null

  constructor(options: TwilioClientsOptions) {
    this.#options = options
  }

  /** @throws when there is no such sender, its token can't be opened or the database is away */
  async of(senderId: string): Promise<KnownSender> {
    const cached = this.#known.get(senderId)
    if (cached === undefined) return this.#remember(senderId)
    const known = await cached
    return performance.now() - known.readAt < TRUST_MS ? known : this.#remember(senderId)
  }

  /** Forgets what was read of one sender, or of all. */
  forget(senderId?: string): void {
    if (senderId === undefined) this.#known.clear()
    else this.#known.delete(senderId)
  }

  #remember(senderId: string): Promise<KnownSender> {
    const reading = this.#read(senderId)
    this.#known.set(senderId, reading)
    reading.catch(() => {
      if (this.#known.get(senderId) === reading) this.#known.delete(senderId)
    })
    return reading
  }

  async #read(senderId: string): Promise<KnownSender> {
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
    return { client, accountSid: row.account_sid, from: fromOf(row), readAt: performance.now() }
  }
}

function fromOf(row: SenderRow): KnownSender['from'] {
  if (row.messaging_service_sid !== null) return { messagingServiceSid: row.messaging_service_sid }
  return { from: row.phone ?? '' }
}

/** One HTTP client for all senders. Region and edge would be taken from the environment and break a loopback address. */
async function loadSdk(): Promise<(accountSid: string, authToken: string, baseUrl: string | null) => Twilio> {
  delete process.env['TWILIO_REGION']
  delete process.env['TWILIO_EDGE']
  const { default: twilio } = await import('twilio')
  const httpClient = new twilio.RequestClient({
    timeout: TIMEOUT_MS,
    autoRetry: false,
    maxSockets: SOCKETS,
    maxTotalSockets: SOCKETS,
    // The SDK would keep 5, and shake hands anew for all others of a burst.
    maxFreeSockets: SOCKETS,
  })
  return (accountSid, authToken, baseUrl) => {
    const client = twilio(accountSid, authToken, { httpClient })
    if (baseUrl !== null) client.api.baseUrl = baseUrl
    return client
  }
}
