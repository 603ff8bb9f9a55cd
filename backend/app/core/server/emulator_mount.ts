import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Emulator, EmulatorControl, InboundText, Received } from '@soniarose/emulator'
import { db } from '#app/core/db'
import { env } from '#app/core/env'
import { openToken } from '#app/senders/credentials'

/** The path under which the local Twilio answers, beside the application. */
export const EMULATOR_PATH = '/dev/twilio'

/** The local Twilio inside this process. */
export interface MountedEmulator {
  handles: (request: IncomingMessage) => boolean
  handle: (request: IncomingMessage, response: ServerResponse) => void
  /** Tells it where this server listens, once that is known. */
  listensOn: (port: number) => void
  stop: () => Promise<void>
}

interface SandboxSender {
  phone: string | null
  messaging_service_sid: string | null
  account_sid: string
  credentials: string
  opt_out_handled_by: 'twilio' | 'us'
}

let mounted: { emulator: Emulator; known: Set<string> } | null = null

const ofWorkspace = `SELECT s.phone, s.messaging_service_sid, s.account_sid, s.credentials, s.opt_out_handled_by FROM senders s
  JOIN workspaces w ON w.id = s.workspace_id AND w.mode = 'sandbox' WHERE s.workspace_id = $1`
const ofAccount = `SELECT s.phone, s.messaging_service_sid, s.account_sid, s.credentials, s.opt_out_handled_by FROM senders s
  JOIN workspaces w ON w.id = s.workspace_id AND w.mode = 'sandbox' WHERE s.account_sid = $1`

function register(senders: SandboxSender[]): void {
  if (mounted === null) return
  const { control } = mounted.emulator
  for (const sender of senders) {
    mounted.known.add(sender.account_sid)
    control.setAccount(sender.account_sid, openToken(sender.credentials))
    if (sender.phone === null) continue
    control.setNumber({
      phone: sender.phone,
      accountSid: sender.account_sid,
      smsUrl: `${env().publicUrl}/api/webhooks/twilio/messages`,
      statusCallback: `${env().publicUrl}/api/webhooks/twilio/voice`,
      statusCallbackEvents: ['initiated', 'ringing', 'answered', 'completed'],
      optOutHandledBy: sender.opt_out_handled_by,
    })
  }
  for (const sender of senders) registerService(sender, senders)
}

/** A Messaging Service picks among the account's numbers. */
function registerService(service: SandboxSender, senders: readonly SandboxSender[]): void {
  if (service.messaging_service_sid === null) return
  const own = senders.filter((sender) => sender.account_sid === service.account_sid)
  mounted?.emulator.control.setService({
    sid: service.messaging_service_sid,
    accountSid: service.account_sid,
    senders: own.flatMap((sender) => (sender.phone === null ? [] : [sender.phone])),
    inboundRequestUrl: `${env().publicUrl}/api/webhooks/twilio/messages`,
  })
}

/** Makes the local Twilio know a sandbox's numbers as they are now. */
export async function registerWithEmulator(workspaceId: string): Promise<void> {
  register(await db.query<SandboxSender>(ofWorkspace, [workspaceId]))
}

/** A text from a phone to a number of a sandbox; its webhook has been answered when this returns. Null: no such number. */
export async function receiveInSandbox(workspaceId: string, text: InboundText): Promise<Received | null> {
  await registerWithEmulator(workspaceId)
  return mounted === null ? null : mounted.emulator.control.receive(text)
}

/** The local Twilio of this process, to be told how to behave. Null: there is none. */
export function sandboxEmulator(): EmulatorControl | null {
  return mounted?.emulator.control ?? null
}

const accountInPath = /\/Accounts\/(AC[0-9a-zA-Z]+)/

/** An account is learnt when it first calls, so that a workspace made by another process works too. */
async function learn(request: IncomingMessage): Promise<void> {
  const sid = accountInPath.exec(request.url ?? '')?.[1]
  if (sid === undefined || mounted === null || mounted.known.has(sid)) return
  register(await db.query<SandboxSender>(ofAccount, [sid]))
}

/**
 * Mounts the local Twilio for the sandboxes of this installation. It takes no strangers' accounts and offers no control
 * routes, so it may stand beside a public server.
 */
export async function mountEmulator(): Promise<MountedEmulator> {
  const { createEmulator } = await import('@soniarose/emulator')
  let port = env().port
  const own = new URL(env().publicUrl).host
  const emulator = createEmulator({
    prefix: EMULATOR_PATH,
    control: false,
    magicNumbers: false,
    ledger: 'counts',
    keep: 5_000,
    keepEvents: 500,
    // As the carrier does: a file that it can't have, or that is too big, fails its text here and not in production.
    fetchMedia: true,
    // The public address may be a proxy's or a tunnel's; from here the way is short.
    dial: (url) => (url.host === own ? new URL(url.pathname + url.search, `http://127.0.0.1:${port}`) : url),
  })
  mounted = { emulator, known: new Set() }
  return {
    handles: (request) => emulator.handles(request.url),
    handle: (request, response) => {
      learn(request).then(
        () => emulator.handler(request, response),
        () => response.writeHead(503).end(),
      )
    },
    listensOn: (at) => {
      port = at
      emulator.setOrigin(`http://127.0.0.1:${at}`)
    },
    stop: async () => {
      mounted = null
      await emulator.close()
    },
  }
}
