import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { request } from './client.ts'
import { ApiProblem } from './problem.ts'
import { queryClient } from './query_client.ts'
import type { Call, MediaAsset, Page, UploadTicket } from './types.ts'

/** The media library, newest first. */
export function useMedia() {
  return useInfiniteQuery({
    queryKey: ['media'],
    queryFn: ({ pageParam, signal }) =>
      request<Page<MediaAsset>>('/api/media', { query: { limit: 60, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  })
}

function put(ticket: UploadTicket, file: File, onProgress: (share: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const upload = new XMLHttpRequest()
    upload.open(ticket.method ?? 'PUT', ticket.url)
    for (const [name, value] of Object.entries(ticket.headers ?? { 'content-type': file.type }))
      upload.setRequestHeader(name, value)
    upload.upload.onprogress = (event) => onProgress(event.loaded / event.total)
    upload.onload = () => {
      if (upload.status < 300) resolve()
      else
        reject(
          new ApiProblem(
            upload.status,
            problemIn(upload.responseText) ?? { detail: `The store refused the file (${upload.status}).` },
          ),
        )
    }
    upload.onerror = () =>
      reject(new ApiProblem(0, { code: 'E_OFFLINE', detail: 'The upload was cut off. Try again.' }))
    upload.send(file)
  })
}

function problemIn(text: string): Record<string, unknown> | null {
  if (!text.startsWith('{')) return null
  const parsed: unknown = JSON.parse(text)
  return typeof parsed === 'object' && parsed !== null ? { ...parsed } : null
}

/** Uploads a file straight to the store, by a presigned address; answers the file as it is kept. */
export function useUpload() {
  return useMutation({
    mutationFn: async ({ file, onProgress }: { file: File; onProgress: (share: number) => void }) => {
      const ticket = await request<UploadTicket>('/api/media/uploads', {
        method: 'POST',
        body: { name: file.name, contentType: file.type || 'application/octet-stream', size: file.size },
      })
      await put(ticket, file, onProgress)
      return request<MediaAsset>(ticket.completeUrl ?? `/api/media/uploads/${ticket.id}/complete`, { method: 'POST' })
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['media'] }),
  })
}

export function useDeleteMedia() {
  return useMutation({
    mutationFn: (id: string) => request(`/api/media/${id}`, { method: 'DELETE' }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['media'] }),
  })
}

/** The call history, newest first. */
export function useCalls() {
  return useInfiniteQuery({
    queryKey: ['calls'],
    queryFn: ({ pageParam, signal }) =>
      request<Page<Call>>('/api/calls', { query: { limit: 50, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  })
}
