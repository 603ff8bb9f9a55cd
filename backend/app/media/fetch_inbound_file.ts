import { Egress, EgressError, type EgressCode, type EgressResponse } from '@soniarose/egress'

/** Where one file of an MMS lies, and with what it may be fetched. */
export interface InboundFile {
  /** As the signed webhook gave it. */
  url: string
  messageSid: string
  accountSid: string
  authToken: string
}

/** Whom this installation believes to be the carrier. */
export interface Carrier {
  /** Where its API may be, without a slash at the end: `https://api.twilio.com`, or a sandbox's own. */
  apiBases: readonly string[]
  /** Our own public address: a file that the dev phone sends may be one of ours. */
  publicUrl: string
}

export type FetchedFile =
  | { kind: 'file'; bytes: Buffer }
  /** Worth another try. */
  | { kind: 'later'; reason: string }
  | { kind: 'never'; refusal: string }

/** Carriers take 5 MB a message; twice that leaves room for their counting. */
const LIMIT = 10 * 1024 * 1024
const TIMEOUT_MS = 15_000
const HOPS = 3

const never = (refusal: string): FetchedFile => ({ kind: 'never', refusal })

const hopeless = new Set<EgressCode>([
  'E_EGRESS_URL',
  'E_EGRESS_HOST',
  'E_EGRESS_ADDRESS',
  'E_EGRESS_PORT',
  'E_EGRESS_REDIRECTS',
  'E_EGRESS_TOO_LARGE',
])

/**
 * Which of the carrier's addresses a link leads to; null: to none, and it must not be followed. Only a file of this
 * very message of this very account: our credentials are shown to nothing else.
 */
export function baseOf(
  file: Pick<InboundFile, 'url' | 'messageSid' | 'accountSid'>,
  apiBases: readonly string[],
): string | null {
  // What a URL parser would read differently (dots, backslashes, tabs) is no link of the carrier's.
  if (!URL.canParse(file.url) || new URL(file.url).href !== file.url) return null
  const folder = `/2010-04-01/Accounts/${file.accountSid}/Messages/${file.messageSid}/Media/`
  const leadsTo = (base: string) =>
    file.url.startsWith(base + folder) && /^ME[0-9A-Za-z]+$/.test(file.url.slice(base.length + folder.length))
  return apiBases.find(leadsTo) ?? null
}

/** The way to an address that the operator has set, be it on this machine; to nothing else. */
function wayTo(origin: string): { egress: Egress; mayVisit: (url: string) => boolean } {
  const { port, protocol } = new URL(origin)
  const egress = new Egress({ mayConnect: () => true, ports: [Number(port || (protocol === 'https:' ? 443 : 80))] })
  return { egress, mayVisit: (url) => new URL(url).origin === origin }
}

/** The way to anywhere on the public internet, over TLS. */
const publicWay = { egress: new Egress({ ports: [443] }), mayVisit: (url: string) => url.startsWith('https://') }

const locationIn = ({ status, headers, url }: EgressResponse): string | null => {
  const location = headers['location']
  return status >= 300 && status < 400 && location !== undefined && URL.canParse(location, url)
    ? new URL(location, url).href
    : null
}

/** Asks the carrier with credentials, then goes without them where it sends us. */
async function follow(file: InboundFile, base: string, publicUrl: string): Promise<EgressResponse> {
  const trusted = [
    new URL(base).origin,
    ...(base.startsWith('https://api.twilio.com') ? [] : [new URL(publicUrl).origin]),
  ]
  const authorization = `Basic ${Buffer.from(`${file.accountSid}:${file.authToken}`).toString('base64')}`
  let url = file.url
  let headers: Record<string, string> = { authorization }
  for (let hop = 0; hop <= HOPS; hop += 1) {
    const { origin } = new URL(url)
    const { egress, mayVisit } = trusted.includes(origin) ? wayTo(origin) : publicWay
    const answer = await egress.fetch(
      { url, headers },
      { mayVisit, redirects: 0, maxBytes: LIMIT, timeoutMs: TIMEOUT_MS },
    )
    const next = locationIn(answer)
    if (next === null) return answer
    url = next
    headers = {}
  }
  throw new EgressError('E_EGRESS_REDIRECTS', `more than ${HOPS} redirects`, true)
}

/** Fetches one file of an MMS. Never throws for what the network or the carrier did. */
export async function fetchInboundFile(file: InboundFile, carrier: Carrier): Promise<FetchedFile> {
  const base = baseOf(file, carrier.apiBases)
  if (base === null) return never('The link to this file does not lead to the carrier; it was not followed.')
  try {
    const answer = await follow(file, base, carrier.publicUrl)
    if (answer.status === 200) return { kind: 'file', bytes: answer.body }
    return { kind: 'later', reason: `the carrier answered ${answer.status}` }
  } catch (error) {
    if (!(error instanceof EgressError)) throw error
    if (error.code === 'E_EGRESS_TOO_LARGE')
      return never('This file is larger than any that carriers deliver; it was not kept.')
    if (hopeless.has(error.code))
      return never('The carrier sent us to an address that must not be visited; the file was not fetched.')
    return { kind: 'later', reason: error.message }
  }
}
