import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { request } from './client.ts'
import { queryClient } from './query_client.ts'

/** What becomes of held texts that were due longer ago than an ISO duration. */
export interface ThawRule {
  olderThan: string
  then: 'send' | 'skip' | 'retime'
}

export interface ThawPreview {
  texts: number
  send: number
  skip: number
  retime: number
  oldestDueAt: string | null
  ages: { olderThan: string; texts: number }[]
}

/** What is lifted: the freeze of the workspace, or the pause of a workflow. */
export type Lifted = { kind: 'freeze' } | { kind: 'pause'; workflowId: string }

const pathOf = (lifted: Lifted): string =>
  lifted.kind === 'freeze' ? '/api/settings/thaw' : `/api/workflows/${lifted.workflowId}/resume`

/** What lifting it would do now with the texts that it holds. */
export function useThawPreview(lifted: Lifted, rules: ThawRule[], enabled: boolean) {
  return useQuery({
    queryKey: ['messages', 'thaw', lifted, rules],
    queryFn: ({ signal }) =>
      request<ThawPreview>(`${pathOf(lifted)}/preview`, { method: 'POST', body: { rules }, signal }),
    enabled,
    placeholderData: keepPreviousData,
  })
}

export function useThaw(lifted: Lifted) {
  return useMutation({
    mutationFn: (rules: ThawRule[]) => request(pathOf(lifted), { method: 'POST', body: { rules } }),
    onSuccess: () => {
      for (const key of ['settings', 'messages', 'runs', 'workflows', 'dashboard', 'workspaces'])
        void queryClient.invalidateQueries({ queryKey: [key] })
    },
  })
}

/** How many texts are held by it alone. */
export async function countHeld(lifted: Lifted): Promise<number> {
  const { texts } = await request<ThawPreview>(`${pathOf(lifted)}/preview`, { method: 'POST', body: { rules: [] } })
  return texts
}
