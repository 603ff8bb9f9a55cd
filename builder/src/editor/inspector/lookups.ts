import { useQuery } from '@tanstack/react-query'
import { request } from '../../api/client.ts'
import type { Sender } from '../../api/senders.ts'
import type { Contact, MediaAsset, Member, Page, TagCount, Workflow } from '../../api/types.ts'

/** A first page is enough to choose from; who has more types the rest. */
function useFirstPage<T>(key: string, path: string) {
  return useQuery({
    queryKey: [key, 'first-page'],
    queryFn: ({ signal }) => request<Page<T>>(path, { query: { limit: 200 }, signal }),
    select: (page) => page.data,
    staleTime: 60_000,
    retry: false,
  })
}

export const useTags = () => useFirstPage<TagCount>('tags', '/api/tags')
export const useMembers = () => useFirstPage<Member>('members', '/api/members')
export const useSenders = () => useFirstPage<Sender>('senders', '/api/senders')
export const useMediaAssets = () => useFirstPage<MediaAsset>('media', '/api/media')
export const useWorkflowChoices = () =>
  useFirstPage<Pick<Workflow, 'id' | 'name' | 'status'>>('workflows', '/api/workflows')

/** Some contacts, to preview texts with and to learn which values their fields take. */
export function useSampleContacts() {
  return useQuery({
    queryKey: ['contacts', 'samples'],
    queryFn: ({ signal }) => request<Page<Contact>>('/api/contacts', { query: { limit: 200 }, signal }),
    select: (page) => page.data,
    staleTime: 60_000,
    retry: false,
  })
}
