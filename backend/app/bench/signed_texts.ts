import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js'

export const ACCOUNT_SID = `AC${'7'.repeat(32)}`
export const AUTH_TOKEN = 'bench'
export const NUMBER = '+15005550006'
/** Where the provider believes the server to be; what it signs. */
export const PUBLIC_URL = 'https://sms.example.com'
export const PATH = '/api/webhooks/twilio/messages'

/** Contacts that the workspace has: see `createBenchWorld`. */
export const KNOWN_CONTACTS = 5_000

const BODIES = [
  'Thank you, that made my day',
  'Who is this?',
  'Could you send me the address again please',
  '👍',
  'I will be there at 5:30, see you soon!',
  'Not today. Maybe tomorrow?',
  'Ça marche, à demain',
  'Can I bring my sister too? She would love to come, and she has a car, so we need no pick-up.',
]

/** One in ten comes from a number that nobody knows, one in a hundred is a STOP. */
export const isUnknown = (index: number): boolean => index % 10 === 3
export const isStop = (index: number): boolean => index % 100 === 57

function paramsOf(index: number): Record<string, string> {
  const sid = `SM${index.toString(16).padStart(32, '0')}`
  // 3271 and the number of contacts have no common divisor: neighbours in time are far apart, and all have their turn.
  const from = isUnknown(index) ? `+1628${2_000_000 + index}` : `+1415${1_000_001 + ((index * 3_271) % KNOWN_CONTACTS)}`
  return {
    ToCountry: 'US',
    ToState: 'CA',
    SmsMessageSid: sid,
    NumMedia: '0',
    ToCity: '',
    FromZip: '94105',
    SmsSid: sid,
    FromState: 'CA',
    SmsStatus: 'received',
    FromCity: 'SAN FRANCISCO',
    Body: isStop(index) ? 'STOP' : (BODIES[index % BODIES.length] ?? ''),
    FromCountry: 'US',
    To: NUMBER,
    ToZip: '',
    NumSegments: '1',
    MessageSid: sid,
    AccountSid: ACCOUNT_SID,
    From: from,
    ApiVersion: '2010-04-01',
  }
}

/** Whole requests of as many inbound texts, each another one, signed by the official SDK's own signer. */
export function signedTexts(first: number, count: number): Buffer[] {
  return Array.from({ length: count }, (_, offset) => {
    const params = paramsOf(first + offset)
    const body = new URLSearchParams(params).toString()
    const head = [
      `POST ${PATH} HTTP/1.1`,
      `Host: ${new URL(PUBLIC_URL).host}`,
      'User-Agent: TwilioProxy/1.1',
      'Accept: */*',
      'Content-Type: application/x-www-form-urlencoded; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      `X-Twilio-Signature: ${getExpectedTwilioSignature(AUTH_TOKEN, PUBLIC_URL + PATH, params)}`,
      'I-Twilio-Idempotency-Token: 00000000-0000-4000-8000-000000000000',
    ]
    return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`)
  })
}
