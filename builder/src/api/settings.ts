import { useMutation, useQuery } from '@tanstack/react-query'
import { request } from './client.ts'
import { queryClient } from './query_client.ts'
import type { ApiToken, Member, Page, Settings } from './types.ts'

export function useSettings() {
  return useQuery({
    queryKey: ['settings'],
    queryFn: ({ signal }) => request<Settings>('/api/settings', { signal }),
    staleTime: 60_000,
  })
}

export function useSaveSettings() {
  return useMutation({
    mutationFn: (change: Partial<Settings>) => request<Settings>('/api/settings', { method: 'PATCH', body: change }),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: ['settings'] })
      void queryClient.invalidateQueries({ queryKey: ['workspaces'] })
    },
  })
}

export function useTokens() {
  return useQuery({
    queryKey: ['tokens'],
    queryFn: ({ signal }) => request<Page<ApiToken>>('/api/tokens', { signal }),
    select: (page) => page.data,
  })
}

/** Makes an API token; its secret is in the answer and nowhere afterwards. */
export function useCreateToken() {
  return useMutation({
    mutationFn: (input: { name: string; scopes?: string[] }) =>
      request<ApiToken & { token: string }>('/api/tokens', { method: 'POST', body: input }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['tokens'] }),
  })
}

export function useRevokeToken() {
  return useMutation({
    mutationFn: (id: string) => request(`/api/tokens/${id}`, { method: 'DELETE' }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['tokens'] }),
  })
}

export function useMembers() {
  return useQuery({
    queryKey: ['members'],
    queryFn: ({ signal }) => request<Page<Member>>('/api/members', { signal }),
    select: (page) => page.data,
  })
}
