import { listen, type ListeningEmulator } from '@soniarose/emulator'

export const ACCOUNT_SID = `AC${'5'.repeat(32)}`
export const AUTH_TOKEN = 'a token for tests'
export const OUR_NUMBER = '+15005550006'

/** Twilio as the product sees it when it is told another address: a server of its own, with its own record of the truth. */
export interface Carrier {
  emulator: ListeningEmulator
  /** What the product's processes have to be told. */
  env: Record<string, string>
  /** Where the carrier delivers inbound texts to; call it once the product has an address. */
  deliverTo(url: string): void
  /** Texts that reached a phone from us, oldest first. */
  textsTo(phone: string): string[]
  /** A text from a phone to our number; resolves once the product has answered the webhook. */
  receive(from: string, body: string): Promise<void>
}

export async function startCarrier(options: { fetchMedia?: boolean } = {}): Promise<Carrier> {
  const emulator = await listen({
    ...options,
    accounts: { [ACCOUNT_SID]: AUTH_TOKEN },
    numbers: [{ phone: OUR_NUMBER, accountSid: ACCOUNT_SID }],
    magicNumbers: false,
  })
  return {
    emulator,
    env: {
      TWILIO_API_BASE_URL: emulator.url,
      TWILIO_ACCOUNT_SID: ACCOUNT_SID,
      TWILIO_AUTH_TOKEN: AUTH_TOKEN,
      TWILIO_PHONE_NUMBER: OUR_NUMBER,
    },
    deliverTo: (url) =>
      emulator.control.setNumber({
        phone: OUR_NUMBER,
        accountSid: ACCOUNT_SID,
        smsUrl: `${url}/api/webhooks/twilio/messages`,
      }),
    textsTo: (phone) =>
      emulator.control
        .thread(phone)
        .filter(({ direction, automatic }) => direction === 'outbound' && !automatic)
        .map(({ body }) => body),
    receive: async (from, body) => {
      const received = await emulator.control.receive({ from, to: OUR_NUMBER, body })
      if (!received) throw new Error(`the carrier has no number ${OUR_NUMBER}`)
    },
  }
}
