import type { IncomingMessage } from 'node:http'
import { validateRequest } from 'twilio/lib/webhooks/webhooks.js'
import { db } from '#app/core/db'
import { env } from '#app/core/env'
import { readBody, storable } from '#app/core/http/body'
import { Problem } from '#app/core/problem'
import { openToken } from '#app/senders/credentials'

/** Twilio's own limit of a text is far below this, media come as links. */
const BODY_LIMIT = 64 * 1024

/** A number or service of an account, as a webhook needs to know it. */
export interface WebhookSender {
  id: string
  workspaceId: string
  phone: string | null
  messagingServiceSid: string | null
  mode: 'sandbox' | 'live'
}

/** A webhook that Twilio, or the holder of an account's token, has signed. */
export interface SignedRequest {
  accountSid: string
  /** The last value of each name, without NUL, which no text column takes. */
  params: Record<string, string>
  /** The senders of that account: the only ones that it can speak for. */
  senders: WebhookSender[]
}

export type ReadSigned = { ok: true; request: SignedRequest } | { ok: false; status: 403 | 413 | 400 }

interface SenderRow {
  id: string
  workspace_id: string
  phone: string | null
  messaging_service_sid: string | null
  credentials: string
  mode: 'sandbox' | 'live'
}

const sendersOf = `
  SELECT s.id, s.workspace_id, s.phone, s.messaging_service_sid, s.credentials, w.mode
    FROM senders s JOIN workspaces w ON w.id = s.workspace_id WHERE s.account_sid = $1`

/** The parameters exactly as they were signed: decoded, untrimmed, empty ones and repeated ones included. */
function signedParams(entries: readonly [string, string][]): Record<string, string | string[]> {
  const params: Record<string, string | string[]> = Object.create(null)
  for (const [name, value] of entries) {
    const before = params[name]
    if (before === undefined) params[name] = value
    else if (typeof before === 'string') params[name] = [before, value]
    else before.push(value)
  }
  return params
}

interface Account {
  tokens: ReadonlySet<string>
  senders: WebhookSender[]
  readAt: number
}

/** A burst of texts asks once a second. */
const KNOWN_FOR_MS = 1_000
/** What doesn't fit is asked for anew: a carrier doesn't deliver a text again, and its sender or token may be that new. */
const DOUBTED_AFTER_MS = 50
const MOST_KNOWN = 1_000
const known = new Map<string, Account>()

async function accountOf(accountSid: string, knownForMs: number): Promise<Account> {
  const before = known.get(accountSid)
  if (before !== undefined && performance.now() - before.readAt < knownForMs) return before
  const rows = await db.query<SenderRow>(sendersOf, [accountSid], 'senders_of_account')
  const account = {
    tokens: new Set(rows.map((row) => openToken(row.credentials))),
    senders: rows.map(toSender),
    readAt: performance.now(),
  }
  if (known.size >= MOST_KNOWN) known.clear()
  known.set(accountSid, account)
  return account
}

interface Claim {
  signature: string
  path: string
  params: Record<string, string | string[]>
}

/** Whether one of the tokens made the signature. The SDK throws on an address that it can't read. */
function isSigned(tokens: Iterable<string>, { signature, path, params }: Claim): boolean {
  try {
    for (const token of tokens)
      for (const address of env().signedUrls) if (validateRequest(token, signature, address + path, params)) return true
  } catch {
    // The path can't be part of an address, so nobody signed it.
  }
  return false
}

/**
 * Reads a webhook and checks who sent it: by the token of the account that it names, over the address that Twilio sees
 * (`PUBLIC_URL`, with path and query exactly as received), whatever a proxy made of host, port and scheme.
 */
export async function readSigned(message: IncomingMessage): Promise<ReadSigned> {
  const signature = message.headers['x-twilio-signature']
  // Nothing is looked up for who doesn't even try.
  if (typeof signature !== 'string' || signature === '') {
    message.resume()
    return { ok: false, status: 403 }
  }
  const bytes = await readBody(message, BODY_LIMIT)
  if (bytes instanceof Problem) return { ok: false, status: bytes.status === 413 ? 413 : 400 }
  const entries = [...new URLSearchParams(bytes.toString('utf8'))]
  const accountSid = entries.find(([name]) => name === 'AccountSid')?.[1] ?? ''
  if (!/^AC[0-9a-zA-Z]{1,60}$/.test(accountSid)) return { ok: false, status: 403 }
  const params = Object.fromEntries(entries.map(([name, value]) => [storable(name), storable(value)]))
  const claim = { signature, path: message.url ?? '', params: signedParams(entries) }
  let account = await accountOf(accountSid, KNOWN_FOR_MS)
  let signed = isSigned(account.tokens, claim)
  if (!signed || !isForSender(account, params)) {
    const anew = await accountOf(accountSid, DOUBTED_AFTER_MS)
    signed = anew === account ? signed : isSigned(anew.tokens, claim)
    account = anew
  }
  return signed ? { ok: true, request: { accountSid, params, senders: account.senders } } : { ok: false, status: 403 }
}

/** Whether one of the account's numbers or services is at one of the ends. */
const isForSender = ({ senders }: Account, { To, From, MessagingServiceSid }: Record<string, string>): boolean =>
  senders.some(
    ({ phone, messagingServiceSid }) =>
      (phone !== null && (phone === To || phone === From)) ||
      (messagingServiceSid !== null && messagingServiceSid === MessagingServiceSid),
  )

const toSender = (row: SenderRow): WebhookSender => ({
  id: row.id,
  workspaceId: row.workspace_id,
  phone: row.phone,
  messagingServiceSid: row.messaging_service_sid,
  mode: row.mode,
})
