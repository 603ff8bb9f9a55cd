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
  const keyword = twilioKeyword(inbound.body, tollFree && !inService)
  const phone = inbound.from ?? ''
  const scope = optOutScope(world, number.phone)
  if (keyword === 'STOP' && world.optOuts.add(scope, phone)) {
    world.events.add('opt_out', inbound.sid, { scope, phone })
    answer(world, inbound, tollFree ? TOLL_FREE_STOP_REPLY : REPLIES.STOP)
  }
  // START from somebody who isn't blocked is an ordinary text: so is "yes" as the answer to a question.
  if (keyword === 'START' && world.optOuts.remove(scope, phone)) {
    world.events.add('opt_in', inbound.sid, { scope, phone })
    answer(world, inbound, REPLIES.START)
  }
  if (keyword === 'HELP') answer(world, inbound, REPLIES.HELP)
  return keyword
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
