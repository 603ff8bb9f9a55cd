import { keepPreviousData, useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { request } from './client.ts'
import { queryClient } from './query_client.ts'
import type { Conversation, Message, Page } from './types.ts'

export interface ConversationFilter {
  search?: string
  status?: 'open' | 'closed' | ''
  unread?: boolean
}

/** Conversations, the one with the newest text first. */
export function useConversations(filter: ConversationFilter) {
  return useInfiniteQuery({
    queryKey: ['conversations', 'list', filter],
    queryFn: ({ pageParam, signal }) =>
      request<Page<Conversation>>('/api/conversations', {
        query: {
          limit: 50,
          cursor: pageParam,
          search: filter.search,
          status: filter.status,
          unread: filter.unread || undefined,
        },
        signal,
      }),
    placeholderData: keepPreviousData,
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  })
}

/** The texts with one contact, newest first, page after page. */
export function useThread(contactId: string | undefined) {
  return useInfiniteQuery({
    queryKey: ['messages', 'thread', contactId],
    queryFn: ({ pageParam, signal }) =>
      request<Page<Message>>(`/api/conversations/${contactId}/messages`, {
        query: { limit: 50, cursor: pageParam },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    enabled: Boolean(contactId),
  })
}

export interface Reply {
  body: string
  mediaIds?: string[]
  sendAt?: string
}

export function useSendReply(contactId: string) {
  return useMutation({
    mutationFn: (reply: Reply) =>
      request<Message>(`/api/conversations/${contactId}/messages`, { method: 'POST', body: reply }),
    onSuccess: () => {
      for (const key of ['messages', 'conversations', 'timeline', 'dashboard'])
        void queryClient.invalidateQueries({ queryKey: [key] })
    },
  })
}

/** Marks a thread as read. */
export function useMarkRead() {
  return useMutation({
    mutationFn: (contactId: string) => request(`/api/conversations/${contactId}/read`, { method: 'POST' }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['conversations'] }),
  })
}

/** Closes a thread or opens it again; closing also ends a hand-over to a person. */
export function useSetConversationStatus() {
  return useMutation({
    mutationFn: ({ contactId, status }: { contactId: string; status: 'open' | 'closed' }) =>
      request(`/api/conversations/${contactId}`, { method: 'PATCH', body: { status } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['conversations'] }),
  })
}
