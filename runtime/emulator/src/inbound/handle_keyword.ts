import { segmentsOf } from '@soniarose/messaging'
import type { Message } from '../messages/message.ts'
import type { SenderNumber } from '../state/senders.ts'
import { newSid } from '../state/sids.ts'
import type { World } from '../world.ts'
import { REPLIES, TOLL_FREE_STOP_REPLY, twilioKeyword } from './keyword.ts'
import type { Keyword } from './keyword.ts'
import { optOutScope } from './opt_out_scope.ts'

/**
 * Does what Twilio does with STOP, START and HELP before anybody's webhook hears of them: blocks, lifts the block, answers.
 * Returns the keyword, or null when the text is none or the number's owner handles them.
 */
export function handleKeyword(world: World, number: SenderNumber, inbound: Message): Keyword | null {
  const tollFree = number.kind === 'toll_free'
  const inService = world.senders.serviceOf(number.phone) !== null
  if (number.optOutHandledBy === 'us' && !tollFree && !inService) return null
  const network = tollFree ? twilioKeyword(inbound.body, true) : null
  if (inService && network !== null) tellNetwork(world, inbound, { scope: number.phone, keyword: network })
  const keyword = tollFree && !inService ? network : twilioKeyword(inbound.body, false)
  const scope = optOutScope(world, number.phone)
  const stopReply = network === 'STOP' ? TOLL_FREE_STOP_REPLY : REPLIES.STOP
  if (keyword === 'STOP') block(world, inbound, { scope, reply: stopReply })
  // START from somebody who isn't blocked is an ordinary text: so is "yes" as the answer to a question.
  if (keyword === 'START') unblock(world, inbound, { scope, reply: REPLIES.START })
  if (keyword === 'HELP') answer(world, inbound, REPLIES.HELP)
  return keyword
}

/** The network's block is the number's own, also in a service, and lies under whatever the service keeps. */
function tellNetwork(world: World, inbound: Message, { scope, keyword }: { scope: string; keyword: Keyword }): void {
  if (keyword === 'STOP') block(world, inbound, { scope, reply: null })
  if (keyword === 'START') unblock(world, inbound, { scope, reply: null })
}

interface Change {
  scope: string
  /** null: said once already. */
  reply: string | null
}

function block(world: World, inbound: Message, { scope, reply }: Change): void {
  const phone = inbound.from ?? ''
  if (!world.optOuts.add(scope, phone)) return
  world.events.add('opt_out', inbound.sid, { scope, phone })
  if (reply !== null) answer(world, inbound, reply)
}

function unblock(world: World, inbound: Message, { scope, reply }: Change): void {
  const phone = inbound.from ?? ''
  if (!world.optOuts.remove(scope, phone)) return
  world.events.add('opt_in', inbound.sid, { scope, phone })
  if (reply !== null) answer(world, inbound, reply)
}

/** Puts Twilio's own text on the phone: free, at once, reported to nobody. */
function answer(world: World, inbound: Message, body: string): void {
  const now = world.clock(inbound.accountSid)
  const message: Message = {
    sid: newSid('SM'),
    accountSid: inbound.accountSid,
    direction: 'outbound-reply',
    from: inbound.to,
    to: inbound.from ?? '',
    body,
    status: 'delivered',
    errorCode: null,
    segments: segmentsOf(body),
    serviceSid: inbound.serviceSid,
    media: [],
    statusCallback: '',
    createdAt: now,
    updatedAt: now,
    sentAt: now,
    price: null,
    automatic: true,
    listedAt: 0,
    course: 0,
  }
  world.messages.add(message)
  world.events.add('automatic_reply', message.sid, { to: message.to, from: message.from, body })
}
