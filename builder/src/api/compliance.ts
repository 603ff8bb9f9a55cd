import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import { workspaceNow } from '../ui/workspace_now.ts'
import { request, withQuery } from './client.ts'
import { ApiProblem } from './problem.ts'
import { queryClient } from './query_client.ts'
import type { ComplianceEvent, ComplianceMetrics, Page } from './types.ts'
import { workspaceId } from './workspace_choice.ts'

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

export type FindingKind = 'ghost' | 'duplicate' | 'missing' | 'status_drift' | 'price_drift' | 'segment_drift'

/** One text on which we and the carrier disagree. */
export interface LedgerFinding {
  kind: FindingKind
  sid: string
  messageId: string | null
  to: string
  detail: string
  ours: string | number | null
  theirs: string | number | null
}

/** What we say we sent, against what the carrier says it sent. */
export interface LedgerReport {
  from: string
  to: string
  ours: number
  theirs: number
  counts: Partial<Record<FindingKind, number>>
  findings: LedgerFinding[]
  /** false: too many texts for one comparison. */
  complete: boolean
}

/** Compares now, over the last `days` days; changes nothing. */
export function useCompareLedger() {
  return useMutation({
    mutationFn: (days: number) => {
      const to = workspaceNow()
      const span = { from: new Date(to - days * 86_400_000).toISOString(), to: new Date(to).toISOString() }
      return request<LedgerReport>('/api/compliance/ledger', { query: span })
    },
  })
}

/** The comparisons of the last nights, newest first. */
export function useNightlyLedgers() {
  return useQuery({
    queryKey: ['compliance', 'ledger', 'nightly'],
    queryFn: ({ signal }) =>
      request<{ data: { day: string; madeAt: string; report: LedgerReport | null }[] }>(
        '/api/compliance/ledger/nightly',
        { signal },
      ),
    select: ({ data }) => data,
    staleTime: 300_000,
  })
}

/** One fact of a pack, sealed to those before it. */
export interface EvidenceLink {
  at: string
  kind: 'consent' | 'text' | 'reply' | 'compliance' | 'suppression'
  data: Record<string, unknown>
  hash: string
}

export interface EvidenceOptOut {
  at: string
  text: string | null
  /** From the text's arrival to the permission being withdrawn; null when none was. */
  latencyMs: number | null
  /** Texts handed to the carrier after it and before the next permission. */
  textsAfter: number
}

export interface EvidencePack {
  head: { phone: string; madeAt: string }
  summary: {
    consents: number
    textsSent: number
    textsKeptBack: number
    replies: number
    optOuts: EvidenceOptOut[]
  }
  links: EvidenceLink[]
  seal: string
}

/** All that is known of one number; null when nothing is. */
export function useEvidence(phone: string | null) {
  return useQuery({
    queryKey: ['compliance', 'evidence', phone],
    queryFn: async ({ signal }) => {
      try {
        return await request<EvidencePack>('/api/evidence', { query: { phone }, signal })
      } catch (error) {
        if (error instanceof ApiProblem && error.status === 404) return null
        throw error
      }
    },
    enabled: phone !== null,
    retry: false,
  })
}

/** Where a number's evidence can be had as a file. */
export function evidenceAddress(phone: string, as: 'pdf' | 'json'): string {
  return withQuery(as === 'pdf' ? '/api/evidence/pdf' : '/api/evidence', { phone, workspaceId: workspaceId() })
}

/** Asks the server whether a pack is as it was made. */
export function useVerifyEvidence() {
  return useMutation({
    mutationFn: (pack: unknown) =>
      request<{ genuine: boolean; brokenAt?: number | null; reason?: string }>('/api/evidence/verify', {
        method: 'POST',
        body: pack,
      }),
  })
}

/** Texts of erased people that the carrier still has. */
export interface CarrierErasures {
  left: number
  /** Of these, given up: they are tried no more until somebody says so. */
  failed: number
  oldestAt: string | null
  /** Error codes of the carrier's, most frequent first. */
  lastErrors: string[]
  /** The same, each with how many texts are still tried and how many were given up. */
  reasons: { error: string; tried: number; failed: number }[]
}

const ERASURES = ['compliance', 'erasures']

/** What is left to erase at the carrier; asked for again as long as it is being tried. */
export function useErasures() {
  return useQuery({
    queryKey: ERASURES,
    queryFn: ({ signal }) => request<CarrierErasures>('/api/compliance/erasures', { signal }),
    refetchInterval: ({ state }) => (state.data && state.data.left > state.data.failed ? 5000 : false),
  })
}

/** Has the carrier asked again at once, also for what was given up. */
export function useRetryErasures() {
  return useMutation({
    mutationFn: () => request<CarrierErasures>('/api/compliance/erasures/retry', { method: 'POST' }),
    onSuccess: (erasures) => queryClient.setQueryData(ERASURES, erasures),
  })
}
