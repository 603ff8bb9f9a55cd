import { useMutation, useQuery } from '@tanstack/react-query'
import { request } from './client.ts'
import { ApiProblem } from './problem.ts'
import { queryClient } from './query_client.ts'
import type { Me, Page, Workspace, WorkspaceMode } from './types.ts'
import { chooseWorkspace, workspaceId } from './workspace_choice.ts'

/** Who is signed in; null when nobody is. */
export function useMe() {
  return useQuery({
    queryKey: ['me'],
    queryFn: async ({ signal }): Promise<Me | null> => {
      try {
        return await request<Me>('/api/auth/me', { signal })
      } catch (error) {
        if (error instanceof ApiProblem && error.status === 401) return null
        // The workspace kept by this browser is gone, or not this member's: begin with their first one.
        if (error instanceof ApiProblem && error.status === 404 && workspaceId() !== null) {
          chooseWorkspace(null)
          return request<Me>('/api/auth/me', { signal })
        }
        throw error
      }
    },
    staleTime: 60_000,
  })
}

/** Whether the signed-in member may do something here, as `contacts:write`; the server decides, this spares them the refusal. */
export function useMay(scope: string): boolean {
  return useMe().data?.allowed.includes(scope) ?? false
}

export function useSignIn() {
  return useMutation({
    mutationFn: (input: { email: string; password: string }) =>
      request('/api/auth/login', { method: 'POST', body: input }),
    onSuccess: () => queryClient.resetQueries(),
  })
}

export function useSignOut() {
  return useMutation({
    mutationFn: () => request('/api/auth/logout', { method: 'POST' }),
    onSuccess: () => {
      chooseWorkspace(null)
      queryClient.setQueryData(['me'], null)
      queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== 'me' })
    },
  })
}

/** The workspaces that the signed-in member may enter. */
export function useWorkspaces() {
  return useQuery({
    queryKey: ['workspaces'],
    queryFn: ({ signal }) => request<Page<Workspace>>('/api/workspaces', { signal }),
    select: (page) => page.data,
    staleTime: 60_000,
  })
}

/** The workspace looked at: the chosen one, else the member's first. */
export function useWorkspace(): Workspace | undefined {
  const { data } = useWorkspaces()
  const chosen = workspaceId()
  return data?.find((workspace) => workspace.id === chosen) ?? data?.[0]
}

export function useCreateWorkspace() {
  return useMutation({
    mutationFn: (input: { name: string; mode: WorkspaceMode }) =>
      request<Workspace>('/api/workspaces', { method: 'POST', body: input }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['workspaces'] }),
  })
}

/** Shows another workspace: everything known so far belongs to the old one and is dropped. */
export async function enterWorkspace(id: string): Promise<void> {
  chooseWorkspace(id)
  // The clock comes last: until the screen knows the new workspace, it would ask a live one for a sandbox's clock.
  await queryClient.resetQueries({ predicate: (query) => query.queryKey[0] !== 'clock' })
  await queryClient.invalidateQueries({ queryKey: ['clock'] })
}
