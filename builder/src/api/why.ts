import { useQuery } from '@tanstack/react-query'
import { request } from './client.ts'

export type WhyKind =
  | 'reached'
  | 'on_the_way'
  | 'turned_off'
  | 'moved'
  | 'ended_before'
  | 'no_way'
  | 'not_kept'
  | 'never_entered'

/** Why a contact came to a step, or what kept them away. */
export interface Why {
  answer: WhyKind
  sentences: string[]
  runId: string | null
  version: number | null
  step: { seq: number; nodeId: string; handle: string | null; wanted: string[] } | null
}

interface WhyQuestion {
  workflowId: string
  contactId: string
  nodeId: string
  /** Only of this run. */
  runId?: string | undefined
}

/** Asks only once there is a step to ask about. */
export function useWhy(question: WhyQuestion | null) {
  return useQuery({
    queryKey: ['runs', 'why', question],
    queryFn: ({ signal }) => {
      const { workflowId = '', ...query } = question ?? {}
      return request<Why>(`/api/workflows/${workflowId}/why`, { query, signal })
    },
    enabled: question !== null,
  })
}
