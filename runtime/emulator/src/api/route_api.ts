import type { IncomingMessage, ServerResponse } from 'node:http'
import { refuse, sendRefusal } from '../http/answer.ts'
import type { Refusal } from '../http/answer.ts'
import { readBody, readForm } from '../http/read_body.ts'
import type { World } from '../world.ts'
import { listCalls, listNumbers, oneCall, oneNumber, showAccount } from './account_resources.ts'
import type { ApiCall } from './api_call.ts'
import { recordTurnedAway } from './create_message.ts'
import { redirectToFile } from './media.ts'
import { notAllowed, notFound, routeMessages } from './route_messages.ts'
import { accountOfHeader, listServices, oneService } from './services.ts'

interface Request {
  world: World
  req: IncomingMessage
  res: ServerResponse
}

/** Answers a request to Twilio's API. `path` and `search` are without the prefix that the emulator is mounted under. */
export async function routeApi(request: Request, path: string, search: string): Promise<void> {
  const { world, req, res } = request
  const text = req.method === 'POST' ? await readBody(req) : ''
  if (text === null) {
    sendRefusal(res, refuse(20413, { status: 413 }))
    return
  }
  const target = readPath(path, req)
  if (target === null) {
    notFound(request)
    return
  }
  if (target.kind === 'file' && sendsFile(request, target)) return
  const form = readForm(req.headers['content-type'], text)
  const account = world.accounts.authenticate(target.accountSid, req.headers.authorization)
  const turnedAway = account === null ? UNAUTHENTICATED : tooMany(world, account.sid)
  if (turnedAway !== null) {
    const creates = target.resource === 'Messages' && target.rest === '' && req.method === 'POST'
    if (creates) recordTurnedAway({ world, form, account: { sid: target.accountSid } }, turnedAway.refusal)
    sendRefusal(res, turnedAway.refusal, turnedAway.headers)
    return
  }
  if (account !== null) dispatch({ world, account, req, res, query: new URLSearchParams(search), form }, target)
}

interface TurnedAway {
  refusal: Refusal
  headers: Record<string, string>
}

const UNAUTHENTICATED: TurnedAway = {
  refusal: refuse(20003, { status: 401 }),
  headers: { 'WWW-Authenticate': 'Basic realm="Twilio API"' },
}

function tooMany(world: World, accountSid: string): TurnedAway | null {
  if (world.rate.take(accountSid, world.scheduler.now())) return null
  return { refusal: refuse(20429, { status: 429 }), headers: { 'Retry-After': '1' } }
}

interface Target {
  kind: 'account' | 'service' | 'file'
  accountSid: string
  resource: string
  rest: string
}

const ACCOUNT_PATH = /^\/2010-04-01\/Accounts\/([^/.]+)(?:\/(\w+)((?:\/\w+)*))?(\.json)?$/
const SERVICE_PATH = /^\/v1\/Services(?:\/(\w+))?$/

function readPath(path: string, req: IncomingMessage): Target | null {
  const found = ACCOUNT_PATH.exec(path)
  if (found !== null) {
    const [, accountSid = '', resource = '', rest = '', json] = found
    const isFile = json === undefined && resource === 'Messages' && /^\/\w+\/Media\/\w+$/.test(rest)
    if (json === undefined && !isFile) return null
    return { kind: isFile ? 'file' : 'account', accountSid, resource, rest }
  }
  const service = SERVICE_PATH.exec(path)
  if (service === null) return null
  return {
    kind: 'service',
    accountSid: accountOfHeader(req.headers.authorization),
    resource: 'Services',
    rest: service[1] ?? '',
  }
}

/** Media files are open to all unless the settings ask for credentials. False: the request still has to be authenticated. */
function sendsFile(request: Request, target: Target): boolean {
  const { world, req, res } = request
  const allowed =
    !world.settings.requireMediaAuth ||
    world.accounts.authenticate(target.accountSid, req.headers.authorization) !== null
  if (!allowed) return false
  const [, sid = '', , mediaSid = ''] = target.rest.split('/')
  const message = world.messages.get(sid)
  const media =
    message?.accountSid === target.accountSid ? message.media.find((one) => one.sid === mediaSid) : undefined
  if (media === undefined) notFound({ req, res })
  else redirectToFile(request, media)
  return true
}

function dispatch(call: ApiCall, target: Target): void {
  const { req } = call
  const [, sid = ''] = target.rest.split('/')
  if (target.resource === 'Messages') routeMessages(call, target.rest)
  else if (req.method !== 'GET' && target.resource !== 'IncomingPhoneNumbers') notAllowed(call)
  else if (target.resource === '') showAccount(call)
  else if (target.resource === 'IncomingPhoneNumbers') routeNumbers(call, sid)
  else if (target.resource === 'Calls') routeCalls(call, sid)
  else if (target.kind === 'service') routeServices(call, target.rest)
  else notFound(call)
}

function routeNumbers(call: ApiCall, sid: string): void {
  if (sid !== '') oneNumber(call, sid)
  else if (call.req.method === 'GET') listNumbers(call)
  else notAllowed(call)
}

function routeCalls(call: ApiCall, sid: string): void {
  if (sid === '') listCalls(call)
  else oneCall(call, sid)
}

function routeServices(call: ApiCall, sid: string): void {
  if (sid === '') listServices(call)
  else oneService(call, sid)
}
