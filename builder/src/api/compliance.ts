import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { workspaceNow } from '../ui/workspace_now.ts'
import { request } from './client.ts'
import type { ComplianceEvent, ComplianceMetrics, Page } from './types.ts'

export interface ComplianceFilter {
  kind?: string
  phone?: string
}

/** Opt-outs, opt-ins and calls for help, newest first. */
export function useComplianceEvents(filter: ComplianceFilter) {
  return useInfiniteQuery({
    queryKey: ['compliance', 'events', filter],
    queryFn: ({ pageParam, signal }) =>
      request<Page<ComplianceEvent>>('/api/compliance/events', {
        query: { limit: 50, cursor: pageParam, ...filter },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  })
}

/** Rates over the last `days` days, until now. */
export function useComplianceMetrics(days: number) {
  return useQuery({
    queryKey: ['compliance', 'metrics', days],
    queryFn: ({ signal }) => {
      const from = new Date(workspaceNow() - days * 86_400_000)
      return request<ComplianceMetrics>('/api/compliance/metrics', { query: { from: from.toISOString() }, signal })
    },
  })
}
