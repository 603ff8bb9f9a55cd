import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js'
import type { Api } from './api.ts'
import { ACCOUNT_SID, AUTH_TOKEN, OUR_NUMBER } from './carrier.ts'
import { Stack } from './stack.ts'

/** What the carrier is told to call, and signs; nothing listens there. */
export const PUBLIC = 'https://sms.example.com'
export const MESSAGES = '/api/webhooks/twilio/messages'
export const FORM = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }

export type Params = Record<string, string>

let sids = 0
export const newSid = (kind = 'SM'): string => `${kind}${String((sids += 1)).padStart(32, '0')}`

/** What Twilio sends with a text to our number. */
export const inbound = (from: string, body: string, more: Params = {}): Params => ({
  ToCountry: 'US',
  FromCity: '',
  MessageSid: newSid(),
  AccountSid: ACCOUNT_SID,
  From: from,
  To: OUR_NUMBER,
  Body: body,
  NumMedia: '0',
  ApiVersion: '2010-04-01',
  ...more,
})

/** The product with one number of an account, whose carrier is out of reach: a test plays the carrier's webhooks itself. */
export const startWebhookStack = (): Promise<Stack> =>
  Stack.start({
    demo: false,
    workers: 0,
    env: {
      PUBLIC_URL: PUBLIC,
      TWILIO_ACCOUNT_SID: ACCOUNT_SID,
      TWILIO_AUTH_TOKEN: AUTH_TOKEN,
      TWILIO_PHONE_NUMBER: OUR_NUMBER,
      TWILIO_API_BASE_URL: 'http://127.0.0.1:9',
    },
  })

/** The same with the official SDK's own signer. */
export class WebhookHouse {
  readonly stack: Stack
  readonly api: Api

  private constructor(stack: Stack, api: Api) {
    this.stack = stack
    this.api = api
  }

  static async start(): Promise<WebhookHouse> {
    const stack = await startWebhookStack()
    return new WebhookHouse(stack, await stack.api())
  }

  post(path: string, body: string | Uint8Array<ArrayBuffer>, signature: string | null): Promise<Response> {
    const signed = signature === null ? {} : { 'x-twilio-signature': signature }
    return fetch(this.stack.url + path, { method: 'POST', headers: { ...FORM, ...signed }, body })
  }

  deliver(params: Params, path = MESSAGES): Promise<Response> {
    const signature = getExpectedTwilioSignature(AUTH_TOKEN, PUBLIC + path, params)
    return this.post(path, new URLSearchParams(params).toString(), signature)
  }

  /** Who has this number, and all texts from and to them. */
  async textsFrom(phone: string) {
    const { data } = await this.api.expect<{ data: { id: string; optInStatus: string }[] }>(
      200,
      this.api.get(`/api/contacts?phone=${encodeURIComponent(phone)}`),
    )
    const [person] = data
    if (person === undefined) return { person, texts: [] }
    const messages = await this.api.expect<{
      data: { body: string; providerSid: string; direction: string; status: string }[]
    }>(200, this.api.get(`/api/messages?contactId=${person.id}`))
    return { person, texts: messages.data }
  }
}
