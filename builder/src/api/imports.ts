import { useMutation, useQuery } from '@tanstack/react-query'
import { request } from './client.ts'
import { queryClient } from './query_client.ts'
import type { ContactImport } from './types.ts'

export interface ImportInput {
  /** The CSV file; its first line names the fields. */
  file: Blob
  name: string
  consent?: { source: string; wording: string; at: string }
  tags: string[]
  onExisting: 'update' | 'skip'
}

/** Starts an import: the file goes up as it is, what to do with it in the address. */
export function useStartImport() {
  return useMutation({
    mutationFn: ({ file, name, consent, tags, onExisting }: ImportInput) =>
      request<ContactImport>('/api/contacts/imports', {
        method: 'POST',
        body: new Blob([file], { type: 'text/csv' }),
        query: {
          name,
          onExisting,
          tags: tags.join(','),
          consentSource: consent?.source,
          consentWording: consent?.wording,
          consentAt: consent?.at,
        },
      }),
  })
}

const running = new Set(['queued', 'running', 'pending', 'processing'])

/** Whether an import is still under way. */
export function isRunning(job: ContactImport): boolean {
  return running.has(job.status)
}

/** An import and how far it is; asked for again each second until it ends. */
export function useImport(id: string | null) {
  return useQuery({
    queryKey: ['imports', id],
    queryFn: async ({ signal }) => {
      const job = await request<ContactImport>(`/api/contacts/imports/${id}`, { signal })
      if (!isRunning(job))
        for (const key of ['contacts', 'tags', 'dashboard']) void queryClient.invalidateQueries({ queryKey: [key] })
      return job
    },
    enabled: id !== null,
    refetchInterval: (query) => (query.state.data && !isRunning(query.state.data) ? false : 800),
  })
}
