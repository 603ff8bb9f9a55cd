import { useQuery } from '@tanstack/react-query'
import { request } from './client.ts'
import type { DashboardData } from './types.ts'

/** The counts of the dashboard, all from one answer so that they agree. */
export function useDashboard() {
  return useQuery({
    queryKey: ['dashboard'],
    queryFn: ({ signal }) => request<DashboardData>('/api/dashboard', { signal }),
    refetchInterval: 60_000,
  })
}
