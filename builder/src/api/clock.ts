import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { setClockOffset } from '../ui/workspace_now.ts'
import { request } from './client.ts'
import { queryClient } from './query_client.ts'
import type { SandboxClock } from './types.ts'

/** The sandbox's clock, with the next moment at which something is due when the server tells. */
export function useSandboxClock(enabled = true) {
  return useQuery({
    queryKey: ['clock'],
    queryFn: async ({ signal }) => {
      const clock = await request<SandboxClock>('/api/sandbox/clock', { signal })
      setClockOffset(Date.parse(clock.now) - Date.now())
      return clock
    },
    enabled,
    refetchInterval: 60_000,
  })
}

/** Keeps "now" on all screens the workspace's: the sandbox's clock, or this device's in a live workspace. */
export function useFollowClock(sandbox: boolean | undefined): void {
  useSandboxClock(sandbox === true)
  useEffect(() => {
    if (sandbox === false) setClockOffset(0)
  }, [sandbox])
}

export interface AdvanceResult {
  now: string
  settled: boolean
}

/** Walks the sandbox's clock forward, by a duration or to a moment; everything due on the way happens in order. */
export function useAdvanceClock() {
  return useMutation({
    mutationFn: (input: { by: string } | { to: string }) =>
      request<AdvanceResult>('/api/sandbox/clock/advance', { method: 'POST', body: input }),
    onSuccess: (result) => {
      setClockOffset(Date.parse(result.now) - Date.now())
      return queryClient.invalidateQueries()
    },
  })
}

/** Sends a text as a contact would: the emulator delivers it as a signed webhook. */
export function useSendInbound() {
  return useMutation({
    mutationFn: (input: { from: string; to?: string; body: string; mediaUrls?: string[] }) =>
      request<{ sid: string; delivered: boolean } | undefined>('/api/sandbox/inbound', { method: 'POST', body: input }),
    onSuccess: () => {
      for (const key of ['messages', 'conversations', 'contacts', 'timeline'])
        void queryClient.invalidateQueries({ queryKey: [key] })
    },
  })
}

/** What the local carrier does with the texts to one phone. */
export interface PhoneScript {
  phone: string
  name: string
  errorCode?: number
  /** Real seconds. */
  delaySeconds?: number
  /** Only the next text. */
  once?: boolean
  /** Texts that it has befallen. */
  used?: number
}

/** The phones whose texts don't simply arrive. */
export function usePhoneScripts() {
  return useQuery({
    queryKey: ['messages', 'phone-scripts'],
    queryFn: ({ signal }) => request<{ data: PhoneScript[] }>('/api/sandbox/phones', { signal }),
    select: ({ data }) => data,
  })
}

/** Sets how texts to a phone fare from now on. */
export function useSetPhoneScript() {
  return useMutation({
    mutationFn: ({ phone, ...script }: PhoneScript) =>
      request<PhoneScript>(`/api/sandbox/phones/${encodeURIComponent(phone)}`, { method: 'PUT', body: script }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['messages', 'phone-scripts'] }),
  })
}

export type CallOutcome = 'completed' | 'no-answer' | 'busy' | 'failed' | 'canceled'

/** Calls the workspace as a contact would. */
export function usePlaceCall() {
  return useMutation({
    mutationFn: (input: { from: string; outcome: CallOutcome; durationSeconds?: number }) =>
      request<{ sid: string; delivered: boolean }>('/api/sandbox/calls', { method: 'POST', body: input }),
    onSuccess: () => {
      for (const key of ['calls', 'timeline']) void queryClient.invalidateQueries({ queryKey: [key] })
    },
  })
}
