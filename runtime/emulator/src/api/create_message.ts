import { completeScript } from '../delivery/delivery_script.ts'
import type { DeliveryScript } from '../delivery/delivery_script.ts'
import type { Fault } from '../delivery/fault.ts'
import { suffixOutcome } from '../delivery/suffix_outcomes.ts'
import { refuse, refusalBody, sendJson, sendRefusal } from '../http/answer.ts'
import type { Refusal } from '../http/answer.ts'
import { optOutScope } from '../inbound/opt_out_scope.ts'
import { acceptMessage, beginDelivery } from '../messages/accept_message.ts'
import type { Acceptance } from '../messages/accept_message.ts'
import { renderMessage } from '../messages/render.ts'
import { answerFault, answerUnder } from './answer_fault.ts'
import type { ApiCall } from './api_call.ts'
import { checkAddresses } from './check_addresses.ts'
import { checkContent } from './check_content.ts'
import { right, wrong } from './draft.ts'
import type { Addresses, Checked } from './draft.ts'

/** `POST …/Messages.json`: checks, accepts, answers (or doesn't, if a rule says so), and begins the delivery. */
export function createMessage(call: ApiCall): void {
  const { world, account, form } = call
  const facts = {
    to: form.get('To') ?? '',
    from: form.get('From') ?? form.get('MessagingServiceSid') ?? '',
    body: form.get('Body') ?? '',
  }
  const verdict = world.rules.judge({ op: 'create', accountSid: account.sid, ...facts })
  if (verdict.fault !== null && !verdict.fault.accept) {
    failBeforeAcceptance(call, verdict.fault)
    return
  }
  const checked = check(call, verdict.delivery)
  if (!checked.ok) {
    answerRefusal(call, checked.refusal, verdict.fault)
    return
  }
  accept(call, checked.value, verdict.fault)
}

function check(call: ApiCall, ruled: DeliveryScript | null): Checked<Acceptance> {
  const { world, account, form } = call
  const addresses = checkAddresses(world, account, form)
  if (!addresses.ok) return addresses
  const content = checkContent(form, world.clock(account.sid))
  if (!content.ok) return content
  const allowed = checkOptOut(call, addresses.value)
  if (!allowed.ok) return allowed
  const suffix = world.settings.magicNumbers ? suffixOutcome(addresses.value.to) : null
  const script = completeScript(ruled ?? allowed.value ?? suffix ?? undefined, world.delivery)
  return right({ accountSid: account.sid, addresses: addresses.value, content: content.value, script })
}

/** A blocked recipient is refused with 21610, but a toll-free number's network takes the text and then drops it (30004). */
function checkOptOut(call: ApiCall, addresses: Addresses): Checked<DeliveryScript | null> {
  const { world } = call
  const scope = addresses.service?.sid ?? optOutScope(world, addresses.from ?? '')
  const { number, to } = addresses
  const byNetwork = number?.kind === 'toll_free' && world.optOuts.has(number.phone, to)
  if (world.optOuts.has(scope, to) && scope !== number?.phone) return wrong(refuse(21610))
  if (byNetwork) return right({ outcome: 'undelivered', errorCode: 30004 })
  return world.optOuts.has(scope, to) ? wrong(refuse(21610)) : right(null)
}

function accept(call: ApiCall, acceptance: Acceptance, fault: Fault | null): void {
  const { world, res } = call
  const message = acceptMessage(world, acceptance)
  const truth = JSON.stringify(renderMessage(message))
  record(call, {
    sid: message.sid,
    httpStatus: fault === null || answerUnder(fault) === 'hidden' ? 201 : fault.status,
    code: null,
    fault,
  })
  world.events.add('accepted', message.sid, { to: message.to, from: message.from, fault: fault?.answer ?? null })
  const answer = (): void => {
    if (fault === null) sendJson(res, 201, truth)
    else answerFault(res, fault, truth)
  }
  if (acceptance.script.callbacks.beforeResponse && acceptance.content.sendAt === null) {
    beginDelivery(world, { message, acceptance, done: answer })
    return
  }
  answer()
  beginDelivery(world, { message, acceptance })
}

function failBeforeAcceptance(call: ApiCall, fault: Fault): void {
  const { world, res } = call
  const code = fault.answer === 'error' ? (fault.code ?? null) : null
  record(call, { sid: null, httpStatus: fault.status, code, fault })
  world.events.add('fault', null, { to: call.form.get('To'), answer: fault.answer, status: fault.status })
  answerFault(res, fault, refusalBody(refuse(20500, { status: 500 })))
}

function answerRefusal(call: ApiCall, refusal: Refusal, fault: Fault | null): void {
  record(call, { sid: null, httpStatus: refusal.status, code: refusal.code, fault })
  call.world.events.add('refused', null, { to: call.form.get('To'), code: refusal.code })
  if (fault === null) sendRefusal(call.res, refusal)
  else answerFault(call.res, fault, refusalBody(refusal))
}

/** Writes a create that was turned away before it was looked at (rate, authentication) into the ledger. */
export function recordTurnedAway(call: Posted, refusal: Refusal): void {
  record(call, { sid: null, httpStatus: refusal.status, code: refusal.code, fault: null })
}

type Posted = Pick<ApiCall, 'world' | 'form'> & { account: { sid: string } }

interface Outcome {
  sid: string | null
  httpStatus: number
  code: number | null
  fault: Fault | null
}

function record({ form, account, world }: Posted, outcome: Outcome): void {
  world.ledger.record({
    accountSid: account.sid,
    to: form.get('To') ?? '',
    from: form.get('From') ?? form.get('MessagingServiceSid') ?? '',
    sid: outcome.sid,
    httpStatus: outcome.httpStatus,
    code: outcome.code,
    answer: answerUnder(outcome.fault),
    statusCallback: form.get('StatusCallback') ?? '',
    body: form.get('Body') ?? '',
  })
}
