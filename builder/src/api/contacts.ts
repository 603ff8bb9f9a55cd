import { keepPreviousData, useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import { request } from './client.ts'
import { queryClient } from './query_client.ts'
import type { ConsentInput, Contact, Page, TagCount, TimelineRow } from './types.ts'

export interface ContactFilter {
  search?: string
  status?: string
  tag?: string
  /** The id of a segment. */
  segment?: string
}

/** Contacts, newest first, page after page. */
export function useContacts(filter: ContactFilter) {
  return useInfiniteQuery({
    queryKey: ['contacts', 'list', filter],
    queryFn: ({ pageParam, signal }) =>
      request<Page<Contact>>('/api/contacts', {
        query: {
          limit: 50,
          cursor: pageParam,
          search: filter.search,
          optInStatus: filter.status,
          tag: filter.tag,
          segmentId: filter.segment,
        },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  })
}

/** The first contacts that match a search, for pickers. */
export function useContactSearch(search: string, enabled = true) {
  return useQuery({
    queryKey: ['contacts', 'search', search],
    queryFn: ({ signal }) => request<Page<Contact>>('/api/contacts', { query: { limit: 8, search }, signal }),
    select: (page) => page.data,
    placeholderData: keepPreviousData,
    enabled,
  })
}

export function useContact(id: string | undefined) {
  return useQuery({
    queryKey: ['contacts', 'one', id],
    queryFn: ({ signal }) => request<Contact>(`/api/contacts/${id}`, { signal }),
    enabled: Boolean(id),
  })
}

export interface NewContact {
  phone: string
  firstName?: string | null
  lastName?: string | null
  email?: string | null
  timeZone?: string | null
  tags?: string[]
  attributes?: Record<string, unknown>
  consent?: { source: string; wording: string; at: string }
}

function contactsChanged() {
  for (const key of ['contacts', 'timeline', 'tags', 'dashboard', 'conversations', 'runs', 'segments']) {
    void queryClient.invalidateQueries({ queryKey: [key] })
  }
}

export function useCreateContact() {
  return useMutation({
    mutationFn: (input: NewContact) => request<Contact>('/api/contacts', { method: 'POST', body: input }),
    onSuccess: contactsChanged,
  })
}

export type ContactChange = Partial<
  Pick<Contact, 'phone' | 'firstName' | 'lastName' | 'email' | 'timeZone' | 'attributes'>
>

export function useUpdateContact(id: string) {
  return useMutation({
    mutationFn: (change: ContactChange) => request<Contact>(`/api/contacts/${id}`, { method: 'PATCH', body: change }),
    onSuccess: (contact) => {
      queryClient.setQueryData(['contacts', 'one', id], contact)
      contactsChanged()
    },
  })
}

export function useDeleteContact() {
  return useMutation({
    mutationFn: (id: string) => request(`/api/contacts/${id}`, { method: 'DELETE' }),
    onSuccess: contactsChanged,
  })
}

export function useSetConsent(id: string) {
  return useMutation({
    mutationFn: (input: ConsentInput) => request(`/api/contacts/${id}/consent`, { method: 'POST', body: input }),
    onSuccess: contactsChanged,
  })
}

/** Sends a contact without consent the one text that asks for it. */
export function useAskForConsent(id: string) {
  return useMutation({
    mutationFn: () =>
      request<{ messageId: string }>(`/api/contacts/${id}/opt-in-request`, { method: 'POST', body: {} }),
    onSuccess: () => {
      contactsChanged()
      void queryClient.invalidateQueries({ queryKey: ['messages'] })
    },
  })
}

interface TagChange {
  contactIds: readonly string[]
  tags: readonly string[]
  remove?: boolean
  /** What the screen shows while the change is on its way. */
  shown?: readonly string[]
}

/** Adds tags to contacts, or removes them; one request a contact, a few at a time. */
export function useChangeTags() {
  return useMutation({
    mutationFn: async ({ contactIds, tags, remove }: TagChange) => {
      const waiting = [...contactIds]
      const worker = async () => {
        for (let id = waiting.shift(); id; id = waiting.shift()) {
          await request(`/api/contacts/${id}/tags`, { method: remove ? 'DELETE' : 'POST', body: { tags } })
        }
      }
      await Promise.all(Array.from({ length: 4 }, worker))
    },
    onSettled: contactsChanged,
  })
}

/** All tags of the workspace with how many contacts have each. */
export function useTags() {
  return useQuery({
    queryKey: ['tags'],
    queryFn: ({ signal }) => request<Page<TagCount | string>>('/api/tags', { signal }),
    select: (page) => page.data.map((tag) => (typeof tag === 'string' ? { name: tag, count: 0 } : tag)),
    staleTime: 60_000,
  })
}

/** What happened with one contact, newest first. */
export function useTimeline(contactId: string) {
  return useInfiniteQuery({
    queryKey: ['timeline', contactId],
    queryFn: ({ pageParam, signal }) =>
      request<Page<TimelineRow>>(`/api/contacts/${contactId}/timeline`, {
        query: { limit: 50, cursor: pageParam },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  })
}
