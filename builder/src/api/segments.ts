import type { Condition } from '@soniarose/graph'
import { useMutation, useQuery } from '@tanstack/react-query'
import { request } from './client.ts'
import { queryClient } from './query_client.ts'

/** Contacts that some rules hold for, now and from now on. */
export interface Segment {
  id: string
  name: string
  rules?: unknown
  count?: number
}

/** Makes a segment, or changes the one given. */
export function useSaveSegment(id: string | null) {
  return useMutation({
    mutationFn: (body: { name: string; rules: Condition }) =>
      id === null
        ? request<Segment>('/api/segments', { method: 'POST', body })
        : request<Segment>(`/api/segments/${id}`, { method: 'PATCH', body }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['segments'] }),
  })
}

/** How many contacts rules would take; they are asked about as they stand, saved or not. */
export function useSegmentCount(rules: Condition | undefined) {
  const text = JSON.stringify(rules ?? null)
  return useQuery({
    queryKey: ['segment-preview', text],
    queryFn: ({ signal }) =>
      request<{ count: number }>('/api/segments/preview', { method: 'POST', body: { rules }, signal }),
    enabled: rules !== undefined,
    retry: false,
  })
}
