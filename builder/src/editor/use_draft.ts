import { useQuery } from '@tanstack/react-query'
import type { Graph } from '@soniarose/graph'
import { request } from '../api/client.ts'
import { ApiProblem, messageOf } from '../api/problem.ts'
import { queryClient } from '../api/query_client.ts'
import { saveDraft } from '../api/workflows.ts'
import type { SaveOutcome } from './store/autosave.ts'
import type { StepCounts } from './store/insights_store.ts'

/** A published version, without its graph. */
export interface VersionSummary {
  id: string
  number: number
  publishedAt: string
  contentHash: string
}

const path = (id: string, rest: string) => `/api/workflows/${encodeURIComponent(id)}${rest}`

/** The published versions of a workflow, newest first. */
export function useVersions(id: string, enabled = true) {
  return useQuery({
    queryKey: ['workflows', 'version-list', id],
    queryFn: ({ signal }) => request<{ data: VersionSummary[] }>(path(id, '/versions'), { signal }),
    select: (answer) => answer.data.toSorted((a, b) => b.number - a.number),
    enabled,
  })
}

/** One published version; it never changes, so it is asked for once. */
export function useVersion(id: string, versionId: string | null) {
  return useQuery({
    queryKey: ['workflow-versions', id, versionId],
    queryFn: ({ signal }) =>
      request<{ id: string; number: number; graph: Graph }>(path(id, `/versions/${versionId ?? ''}`), { signal }),
    enabled: versionId !== null,
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** How many people came to each step. */
export function useStepCounts(id: string, enabled: boolean) {
  return useQuery({
    queryKey: ['workflows', 'stats', id],
    queryFn: ({ signal }) => request<{ nodes: Record<string, StepCounts> }>(path(id, '/stats'), { signal }),
    select: (answer) => answer.nodes,
    enabled,
  })
}

/** Saves a draft over the revision that it was made from; what can go wrong comes back as an outcome. */
export async function sendDraft(id: string, graph: Graph, baseRevision: number): Promise<SaveOutcome> {
  try {
    const { revision } = await saveDraft(id, graph, baseRevision)
    return { kind: 'saved', revision }
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error
    if (error.code === 'E_STALE_DRAFT') return { kind: 'stale' }
    // Signed out: the sign-in shows, and what isn't saved waits behind it.
    if (error.status === 401) void queryClient.invalidateQueries({ queryKey: ['me'] })
    const canRetry = error.status === 0 || error.status === 401 || error.status === 429 || error.status >= 500
    return { kind: canRetry ? 'failed' : 'refused', message: messageOf(error) }
  }
}
