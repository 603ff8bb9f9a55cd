import type { Conversation } from '../../api/types.ts'
import { contactName } from '../shared/contact_text.ts'

/** When something was last said in a conversation, as a sortable text; the oldest possible when nothing was. */
export function lastAt(conversation: Conversation): string {
  return conversation.lastMessageAt ?? conversation.lastMessage?.createdAt ?? ''
}

/** Who a conversation is with. */
export function nameOf(conversation: Conversation): string {
  return conversation.contact ? contactName(conversation.contact) : 'Contact'
}

/** The one with the newest text first; pages that were asked for at different times can overlap, so each only once. */
export function newestFirst(conversations: readonly Conversation[]): Conversation[] {
  const once = new Map(conversations.map((item) => [item.contactId, item]))
  return [...once.values()].toSorted((a, b) => lastAt(b).localeCompare(lastAt(a)))
}
