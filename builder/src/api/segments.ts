import type { Condition } from '@soniarose/graph'
import { useMutation, useQuery } from '@tanstack/react-query'
import { request } from './client.ts'
import { queryClient } from './query_client.ts'
import type { Page, WorkflowStatus } from './types.ts'

/** A workflow that starts by a segment. */
export interface SegmentUse {
  id: string
  name: string
  status: WorkflowStatus
  on: ('segment_entered' | 'schedule')[]
  /** False when only its draft names the segment. */
  isPublished: boolean
}

/** Contacts that some rules hold for, now and from now on. */
export interface Segment {
  id: string
  name: string
  rules: unknown
  /** How many contacts are in it now, where that was asked for. */
  count?: number
  workflows: SegmentUse[]
  createdAt: string
  updatedAt: string
}

/**
 * The segments of the workspace (at most 200), newest first, without their counts: these take long where there are
 * many contacts, and nobody should wait for them to choose by name.
 */
export function useSegments({ enabled = true }: { enabled?: boolean } = {}) {
  return useQuery({
    queryKey: ['segments', 'list'],
    queryFn: ({ signal }) => request<Page<Segment>>('/api/segments', { query: { limit: 200, counts: 'none' }, signal }),
    select: (page) => page.data,
    staleTime: 60_000,
    enabled,
  })
}

/**
 * One segment with its count, also one that no list holds.
 * @param every asks again this often, in milliseconds: contacts come and go by what happens elsewhere
 */
export function useSegment(id: string | undefined, every?: number) {
  return useQuery({
    queryKey: ['segments', 'one', id],
    queryFn: ({ signal }) => request<Segment>(`/api/segments/${encodeURIComponent(id ?? '')}`, { signal }),
    enabled: Boolean(id),
    refetchInterval: every ?? false,
  })
}

const segmentsChanged = () => queryClient.invalidateQueries({ queryKey: ['segments'] })

/** Makes a segment, or changes the one given. */
export function useSaveSegment(id: string | null) {
  return useMutation({
    mutationFn: (body: { name: string; rules: Condition }) =>
      id === null
        ? request<Segment>('/api/segments', { method: 'POST', body })
        : request<Segment>(`/api/segments/${id}`, { method: 'PATCH', body }),
    onSuccess: (segment) => {
      queryClient.setQueryData(['segments', 'one', segment.id], segment)
      void queryClient.invalidateQueries({ queryKey: ['contacts', 'list'] })
      return segmentsChanged()
    },
  })
}

/** Deletes a segment; one that a workflow starts by is refused with 409 `E_SEGMENT_IN_USE`. */
export function useDeleteSegment() {
  return useMutation({
    mutationFn: (id: string) => request(`/api/segments/${id}`, { method: 'DELETE' }),
    // Also after a refusal: the list didn't know what the server knows.
    onSettled: segmentsChanged,
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
