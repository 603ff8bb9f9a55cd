import { completeScript } from '../delivery/delivery_script.ts'
import { acceptMessage, beginDelivery } from '../messages/accept_message.ts'
import type { Message } from '../messages/message.ts'
import type { WebhookResult } from '../webhooks/webhook_client.ts'
import type { World } from '../world.ts'
import { optOutScope } from './opt_out_scope.ts'
import { readTwiml } from './twiml.ts'

/** Sends what the answer to an inbound text's webhook asks for; what can't be read goes into the event log with its code. */
export function replyByTwiml(world: World, inbound: Message, answer: WebhookResult): void {
  const reading = readTwiml(answer.contentType, answer.body)
  if (!reading.ok) {
    world.events.add('webhook_failed', inbound.sid, { purpose: 'twiml', error: reading.error, url: answer.url })
    return
  }
  for (const reply of reading.replies) {
    if (reply.body === '' && reply.mediaUrls.length === 0) continue
    const to = reply.to ?? inbound.from ?? ''
    if (world.optOuts.has(optOutScope(world, inbound.to), to)) {
      world.events.add('refused', inbound.sid, { to, code: 21610 })
      continue
    }
    const acceptance = {
      accountSid: inbound.accountSid,
      addresses: { to, from: inbound.to, number: world.senders.number(inbound.to), service: null },
      content: {
        body: reply.body,
        mediaUrls: reply.mediaUrls,
        statusCallback: '',
        validitySeconds: 36_000,
        smartEncoded: false,
        sendAt: null,
      },
      script: completeScript(undefined, world.delivery),
    }
    const message = acceptMessage(world, acceptance)
    message.direction = 'outbound-reply'
    world.events.add('accepted', message.sid, { to, from: inbound.to, fault: null })
    beginDelivery(world, { message, acceptance })
  }
}
