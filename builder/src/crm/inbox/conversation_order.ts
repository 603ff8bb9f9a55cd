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

/** The conversations that match the search, the one with the newest text first. */
export function newestFirst(conversations: readonly Conversation[], search: string): Conversation[] {
  const wanted = search.trim().toLowerCase()
  return conversations
    .filter((item) => !wanted || `${nameOf(item)} ${item.contact?.phone ?? ''} ${item.lastMessage?.body ?? ''}`.toLowerCase().includes(wanted))
    .toSorted((a, b) => lastAt(b).localeCompare(lastAt(a)))
}
