import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import twilio from 'twilio'
import { listen } from '../../src/index.ts'
import type { ListeningEmulator, ListenOptions } from '../../src/index.ts'

export const AC = `AC${'1'.repeat(32)}`
export const TOKEN = 'a-token-of-our-own'
export const OURS = '+14155550100'
export const THEIRS = '+14155550199'
export const MG = `MG${'2'.repeat(32)}`

/** A webhook as the application under test would see it. */
export interface SeenWebhook {
  method: string
  url: string
  path: string
  body: string
  params: Record<string, string>
  headers: IncomingMessage['headers']
  genuine: boolean
}

/** An application's end of the webhooks: writes them down, checks their signatures, answers as told. */
export class Inbox {
  seen: SeenWebhook[] = []
  answer: (seen: SeenWebhook, res: ServerResponse) => void = (_, res) => void res.writeHead(204).end()
  origin = ''
  #server: Server

  constructor() {
    this.#server = createServer((req, res) => void this.#take(req, res))
  }

  async open(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    this.origin = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
    return this
  }

  url(path: string): string {
    return this.origin + path
  }

  statuses(): string[] {
    return this.seen.map((seen) => seen.params.MessageStatus ?? '')
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async #take(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of req) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks).toString('utf8')
    const url = this.origin + (req.url ?? '')
    const params = Object.fromEntries(new URLSearchParams(body))
    const signature = String(req.headers['x-twilio-signature'] ?? '')
    const genuine = twilio.validateRequest(TOKEN, signature, url, req.method === 'POST' ? params : {})
    const path = new URL(url).pathname
    const seen = { method: req.method ?? '', url, path, body, params, headers: req.headers, genuine }
    this.seen.push(seen)
    this.answer(seen, res)
  }
}

export interface Bench {
  emulator: ListeningEmulator
  client: ReturnType<typeof twilio>
  inbox: Inbox
  /** A text from our number to theirs, callbacks to the inbox, with anything else. */
  send: (
    more?: Partial<Parameters<ReturnType<typeof twilio>['messages']['create']>[0]>,
  ) => ReturnType<ReturnType<typeof twilio>['messages']['create']>
  settle: () => Promise<void>
}

type Cleanup = (fn: () => Promise<void>) => void

/** An emulator, an SDK client pointed at it and an application's inbox; all closed when the test ends. */
export async function setUp(cleanup: Cleanup, options: ListenOptions = {}): Promise<Bench> {
  const inbox = await new Inbox().open()
  const emulator = await listen({
    accounts: { [AC]: TOKEN },
    numbers: [{ phone: OURS, smsUrl: inbox.url('/inbound') }],
    delivery: { delaysMs: { queued: 0, sending: 0, sent: 0, final: 0 } },
    ...options,
  })
  const client = twilio(AC, TOKEN, { timeout: 2_000 })
  client.api.baseUrl = emulator.url
  client.messaging.baseUrl = emulator.url
  cleanup(async () => {
    await emulator.close()
    await inbox.close()
  })
  return {
    emulator,
    client,
    inbox,
    send: (more) =>
      client.messages.create({ to: THEIRS, from: OURS, body: 'Hello', statusCallback: inbox.url('/status'), ...more }),
    settle: async () => {
      if (!(await emulator.control.idle({ timeoutMs: 5_000 }))) throw new Error('the emulator did not come to rest')
    },
  }
}

/** A form POST without the SDK. */
export function post(
  emulator: ListeningEmulator,
  fields: Record<string, string> | Array<[string, string]>,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${emulator.url}/2010-04-01/Accounts/${AC}/Messages.json`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${AC}:${TOKEN}`)}`, ...headers },
    body: new URLSearchParams(fields),
  })
}
