import type { StartingEvent } from '../start_by_event.ts'
import type { InboundText } from './store_inbound.ts'

/** A text as what may start the workflows of its keyword; once, however often it comes. */
export function keywordEvent({ workspaceId, body, messageSid }: InboundText, contactId: string): StartingEvent {
  const key = keywordOf(body)
  return { workspaceId, contactId, kind: 'keyword', key, data: { body }, triggerKey: `text:${messageSid}` }
}

/** The text as a keyword: without outer blanks and punctuation. Case is the look-up's business. */
export function keywordOf(body: string): string {
  return body
    .replace(/^[\s\p{P}]+|[\s\p{P}]+$/gu, '')
    .replace(/\s+/g, ' ')
    .slice(0, 100)
}
