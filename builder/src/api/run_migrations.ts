import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { request } from './client.ts'
import { queryClient } from './query_client.ts'
import type { Page } from './types.ts'

/** What becomes of the runs at one step. */
export type MoveChoice = { action: 'stay' } | { action: 'move'; to: string } | { action: 'exit' }

export interface MoveOrder {
  fromVersionId: string
  toVersionId: string
  nodes: Record<string, MoveChoice>
}

export interface MoveCounts {
  goOn: number
  /** Of those, whose wait is counted anew. */
  retimed: number
  enter: number
  exit: number
  stay: number
  refused: { reason: string; runs: number }[]
  textsCanceled: number
}

export interface PreviewNode extends MoveCounts {
  nodeId: string
  nodeType: string
  title: string
  runs: number
  choice: MoveChoice
  isDefault: boolean
  why: 'node_missing' | 'kind_changed' | null
}

interface VersionRef {
  id: string
  number: number
}

export interface MovePreview {
  fromVersion: VersionRef
  toVersion: VersionRef
  runs: number
  nodes: PreviewNode[]
  totals: MoveCounts
}

export interface RunMigration {
  id: string
  fromVersion: VersionRef
  toVersion: VersionRef
  status: 'running' | 'done' | 'undoing' | 'undone'
  counts: MoveCounts
  undone: { runs: number; kept: { reason: string; runs: number }[] } | null
  startedBy: string | null
  createdAt: string
}

/** A version with the runs that are under way on it. */
export interface StandingVersion extends VersionRef {
  runs: number
}

const path = (id: string, rest: string) => `/api/workflows/${encodeURIComponent(id)}${rest}`

const isOpen = ({ status }: RunMigration) => status === 'running' || status === 'undoing'

/** How many runs are under way on each version, newest first. */
export function useStanding(id: string, enabled = true) {
  return useQuery({
    queryKey: ['runs', 'standing', id],
    queryFn: ({ signal }) => request<{ versions: StandingVersion[] }>(path(id, '/standing'), { signal }),
    select: (answer) => answer.versions,
    enabled,
  })
}

/** What a move would do, counted anew whenever it is changed. Nothing is moved. */
export function useMovePreview(id: string, order: MoveOrder | null) {
  return useQuery({
    queryKey: ['runs', 'move-preview', id, order],
    queryFn: ({ signal }) =>
      request<MovePreview>(path(id, '/migrations/preview'), { method: 'POST', body: order, signal }),
    enabled: order !== null,
    placeholderData: keepPreviousData,
  })
}

/** The moves of a workflow, newest first; asked for again while one is under way. */
export function useMigrations(id: string) {
  return useQuery({
    queryKey: ['runs', 'migrations', id],
    queryFn: ({ signal }) => request<Page<RunMigration>>(path(id, '/migrations'), { query: { limit: 20 }, signal }),
    select: (page) => page.data,
    refetchInterval: ({ state }) => (state.data?.data.some(isOpen) ? 700 : false),
  })
}

function runsChanged() {
  for (const key of ['runs', 'messages', 'workflows']) void queryClient.invalidateQueries({ queryKey: [key] })
}

/** Moves runs. `seen` are the steps that the preview showed: runs elsewhere meanwhile stop it (`E_STALE_PREVIEW`). */
export function useMoveRuns(id: string) {
  return useMutation({
    mutationFn: (order: MoveOrder & { seen: string[] }) =>
      request<RunMigration>(path(id, '/migrations'), { method: 'POST', body: order }),
    onSuccess: runsChanged,
  })
}

/** Takes back the runs of a move that have not gone on since. */
export function useUndoMove(id: string) {
  return useMutation({
    mutationFn: (migrationId: string) =>
      request<RunMigration>(path(id, `/migrations/${migrationId}/undo`), { method: 'POST' }),
    onSuccess: runsChanged,
  })
}
