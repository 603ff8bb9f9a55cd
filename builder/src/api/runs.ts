import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import { request } from './client.ts'
import { queryClient } from './query_client.ts'
import type { Page, Run, RunStatus } from './types.ts'

export interface RunFilter {
  workflowId?: string
  contactId?: string
  status?: RunStatus | ''
}

/** Runs, newest first, page after page. */
export function useRuns(filter: RunFilter) {
  return useInfiniteQuery({
    queryKey: ['runs', 'list', filter],
    queryFn: ({ pageParam, signal }) =>
      request<Page<Run>>('/api/workflows/runs', { query: { limit: 50, cursor: pageParam, ...filter }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  })
}

/** One run with its steps. */
export function useRun(id: string | undefined) {
  return useQuery({
    queryKey: ['runs', 'one', id],
    queryFn: ({ signal }) => request<Run>(`/api/workflows/runs/${id}`, { signal }),
    enabled: Boolean(id),
  })
}

export function useRunAction() {
  return useMutation({
    mutationFn: ({ id, action }: { id: string; action: 'retry' | 'cancel' }) =>
      request(`/api/workflows/runs/${id}/${action}`, { method: 'POST' }),
    onSuccess: () => {
      for (const key of ['runs', 'timeline', 'workflows', 'dashboard'])
        void queryClient.invalidateQueries({ queryKey: [key] })
    },
  })
}
