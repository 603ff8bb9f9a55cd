import { decide } from '@soniarose/messaging'
import type { Decided, DueMessage } from '../ports/message_store.ts'

/** Asks the gate about each due text, and names the attempts of those that may go out. Pure but for the ids. */
export function decideBatch(messages: readonly DueMessage[], newId: () => string): Decided[] {
  return messages.map((message) => {
    const decision = decide(message.facts)
    return { message, decision, attemptId: decision.outcome === 'send' ? newId() : null }
  })
}
