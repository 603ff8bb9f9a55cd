import type { Graph } from '@soniarose/graph'
import { useMutation, useQuery } from '@tanstack/react-query'
import { request } from './client.ts'
import { queryClient } from './query_client.ts'
import type { EnrollResult, GraphProblem, Page, Workflow } from './types.ts'

function workflowsChanged() {
  for (const key of ['workflows', 'dashboard']) void queryClient.invalidateQueries({ queryKey: [key] })
}

/** All workflows of the workspace (at most 200 are shown). */
export function useWorkflows() {
  return useQuery({
    queryKey: ['workflows', 'list'],
    queryFn: ({ signal }) => request<Page<Workflow>>('/api/workflows', { query: { limit: 200 }, signal }),
    select: (page) => page.data,
  })
}

export function useWorkflow(id: string | undefined) {
  return useQuery({
    queryKey: ['workflows', 'one', id],
    queryFn: ({ signal }) => request<Workflow>(`/api/workflows/${id}`, { signal }),
    enabled: Boolean(id),
  })
}

export function useCreateWorkflow() {
  return useMutation({
    mutationFn: (input: { name: string; graph?: Graph }) =>
      request<Workflow>('/api/workflows', { method: 'POST', body: input }),
    onSuccess: workflowsChanged,
  })
}

/**
 * Saves a draft on top of the revision it was made from.
 * A newer one on the server answers 409 `E_STALE_DRAFT`, and nothing is overwritten.
 */
export function saveDraft(id: string, graph: Graph, baseRevision?: number): Promise<{ revision: number }> {
  return request<{ revision: number }>(`/api/workflows/${id}/draft`, { method: 'PUT', body: { graph, baseRevision } })
}

/** Puts a draft that was just saved where the workflow is read from, so that opening it again shows no older one. */
export function keepDraft(id: string, draft: Workflow['draft']): void {
  const queryKey = ['workflows', 'one', id]
  const known = queryClient.getQueryData<Workflow>(queryKey)
  if (known === undefined) return
  // An answer under way may be older.
  void queryClient.cancelQueries({ queryKey })
  queryClient.setQueryData<Workflow>(queryKey, { ...known, draft })
}

/** Gives a workflow another name in all lists. */
export async function renameWorkflow(id: string, name: string): Promise<void> {
  await request(`/api/workflows/${encodeURIComponent(id)}`, { method: 'PATCH', body: { name } })
  workflowsChanged()
}

/** Asks the server what is wrong with a graph, or with the saved draft when none is given. */
export function validateWorkflow(
  id: string,
  graph?: Graph,
): Promise<{ errors: GraphProblem[]; warnings: GraphProblem[] }> {
  return request(`/api/workflows/${id}/validate`, { method: 'POST', body: graph ? { graph } : {} })
}

export function usePublishWorkflow(id: string) {
  return useMutation({
    mutationFn: () => request(`/api/workflows/${id}/publish`, { method: 'POST' }),
    onSuccess: () => {
      workflowsChanged()
      // There is a version more on which runs can stand.
      void queryClient.invalidateQueries({ queryKey: ['runs', 'standing', id] })
    },
  })
}

/** Pauses (enrols nobody, sends nothing, waits go on) or resumes. */
export function useSetPaused() {
  return useMutation({
    mutationFn: ({ id, paused }: { id: string; paused: boolean }) =>
      request(`/api/workflows/${id}/${paused ? 'pause' : 'resume'}`, { method: 'POST' }),
    onSuccess: workflowsChanged,
  })
}

export function useDeleteWorkflow() {
  return useMutation({
    mutationFn: (id: string) => request(`/api/workflows/${id}`, { method: 'DELETE' }),
    onSuccess: workflowsChanged,
  })
}

/** Whom a workflow is started for: contacts by id, at most 10,000, or all who are in a segment at that moment. */
export type Audience = { contactIds: readonly string[] } | { segmentId: string }

export function useEnroll() {
  return useMutation({
    mutationFn: ({ workflowId, audience }: { workflowId: string; audience: Audience }) =>
      request<EnrollResult>(`/api/workflows/${workflowId}/enroll`, { method: 'POST', body: audience }),
    onSuccess: () => {
      for (const key of ['runs', 'timeline', 'workflows', 'dashboard'])
        void queryClient.invalidateQueries({ queryKey: [key] })
    },
  })
}
