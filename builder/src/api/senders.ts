import { useMutation, useQuery } from '@tanstack/react-query'
import { request } from './client.ts'
import { queryClient } from './query_client.ts'
import type { Message, Page } from './types.ts'

/** What waits to go out by a sender. */
export interface SenderQueue {
  planned: number
  held: number
  sending: number
  oldestAt: string | null
  /** When the last planned text has its turn, by the rate. */
  clearsAt: string | null
  /** Since midnight in Los Angeles; null without a cap of a day. */
  segmentsToday: number | null
}

export interface Sender {
  id: string
  phone: string | null
  label?: string | null
  provider?: string
  kind?: string
  isDefault?: boolean
  /** New contacts may get it, as they may get the default one. */
  pooled?: boolean
  messagingServiceSid?: string | null
  accountSid?: string | null
  segmentsPerSecond?: number | null
  segmentsPerDay?: number | null
  /** 10DLC: its numbers share their segments a second. */
  campaign?: string | null
  /** 10DLC: its numbers share their segments a day. */
  brand?: string | null
  optOutHandledBy?: 'twilio' | 'us'
  pausedAt?: string | null
  pauseReason?: string | null
  queue?: SenderQueue
}

/** What trying a sender gave. */
export interface SenderTest {
  ok: boolean
  accountStatus?: string
  accountName?: string
  /** The carrier's own code of its refusal. */
  code?: number | null
  message?: string
  /** The test text; its status tells how it fares. */
  messageId?: string
}

export function useSenders() {
  return useQuery({
    queryKey: ['senders'],
    queryFn: ({ signal }) => request<Page<Sender>>('/api/senders', { signal }),
    select: (page) => page.data,
    // The queues move without anybody changing a sender.
    refetchInterval: 10_000,
  })
}

export interface SenderInput {
  phone?: string
  label?: string
  messagingServiceSid?: string
  accountSid?: string
  authToken?: string
  isDefault?: boolean
  pooled?: boolean
  /** null: no limit of ours. */
  segmentsPerSecond?: number | null
  segmentsPerDay?: number | null
  campaign?: string | null
  brand?: string | null
  optOutHandledBy?: 'twilio' | 'us'
  paused?: boolean
}

/** Adds a sender, or changes the one with the id. */
export function useSaveSender() {
  return useMutation({
    mutationFn: ({ id, ...input }: SenderInput & { id?: string }) =>
      id
        ? request<Sender>(`/api/senders/${id}`, { method: 'PATCH', body: input })
        : request<Sender>('/api/senders', { method: 'POST', body: input }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['senders'] }),
  })
}

export function useDeleteSender() {
  return useMutation({
    mutationFn: (id: string) => request(`/api/senders/${id}`, { method: 'DELETE' }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['senders'] }),
  })
}

/** Tries a sender's credentials and, with a number, sends a text by it through the send gate. */
export function useTestSender(id: string) {
  return useMutation({
    mutationFn: (input: { to?: string }) =>
      request<SenderTest>(`/api/senders/${id}/test`, { method: 'POST', body: input }),
  })
}

const underWay = new Set(['planned', 'sending', 'queued', 'sent'])

/** One text, asked for again every second until it has come to an end or is held. */
export function useMessageFate(id: string | undefined) {
  return useQuery({
    queryKey: ['messages', 'one', id],
    queryFn: ({ signal }) => request<Message>(`/api/messages/${id}`, { signal }),
    enabled: id !== undefined,
    refetchInterval: ({ state }) => (state.data && !underWay.has(state.data.status) ? false : 1000),
  })
}
