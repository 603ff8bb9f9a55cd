import { useMutation, useQuery } from '@tanstack/react-query'
import { request } from './client.ts'
import { queryClient } from './query_client.ts'
import type { RunStatus } from './types.ts'

export type ManyVerb = 'retry' | 'cancel'

/** Runs one by one, or all that a filter of the list meets. */
export type ManyTarget =
  | { ids: string[] }
  | { filter: { workflowId?: string; status?: RunStatus; error?: string; since?: string } }

interface ManyAnswer {
  matched: number | null
  done: number
  notDone: number
  reasons: Record<string, number>
  nextCursor: string | null
}

export interface ManyDone {
  done: number
  reasons: Record<string, number>
}

const ask = (verb: ManyVerb, body: object, signal?: AbortSignal): Promise<ManyAnswer> =>
  request<ManyAnswer>(`/api/workflows/runs/${verb}`, { method: 'POST', body, ...(signal ? { signal } : {}) })

/** How many would be retried or canceled now. */
export function useManyCount(verb: ManyVerb, target: ManyTarget, enabled: boolean) {
  return useQuery({
    queryKey: ['runs', 'many', verb, target],
    queryFn: async ({ signal }) => (await ask(verb, { ...target, dryRun: true }, signal)).matched ?? 0,
    enabled,
  })
}

/** Retries or cancels many: the server answers every few seconds how far it is, and is asked on until all are done. */
export function useManyRuns(onProgress: (done: number) => void) {
  return useMutation({
    mutationFn: async ({ verb, target }: { verb: ManyVerb; target: ManyTarget }): Promise<ManyDone> => {
      const all: ManyDone = { done: 0, reasons: {} }
      let cursor: string | null = null
      do {
        const answer: ManyAnswer = await ask(verb, { ...target, ...(cursor === null ? {} : { cursor }) })
        all.done += answer.done
        for (const [reason, count] of Object.entries(answer.reasons))
          all.reasons[reason] = (all.reasons[reason] ?? 0) + count
        onProgress(all.done)
        cursor = answer.nextCursor
      } while (cursor !== null)
      return all
    },
    onSettled: () => {
      for (const key of ['runs', 'timeline', 'workflows', 'dashboard', 'messages'])
        void queryClient.invalidateQueries({ queryKey: [key] })
    },
  })
}
