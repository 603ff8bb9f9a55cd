import type { PluginManifest } from '@soniarose/graph'
import { useMutation, useQuery } from '@tanstack/react-query'
import { request } from './client.ts'
import { queryClient } from './query_client.ts'
import type { Page } from './types.ts'

/** An installed plugin; its manifest says which steps it brings. */
export interface Plugin extends PluginManifest {
  id: string
  description: string
  enabled: boolean
}

/** A secret of a plugin. Its value is never sent here. */
export interface PluginSecret {
  name: string
  /** The newest version asks for it; else only an older one did. */
  isWanted: boolean
  isSet: boolean
  updatedAt: string | null
}

const secretsPath = (plugin: string) => `/api/plugins/${encodeURIComponent(plugin)}/secrets`
const secretsKey = (plugin: string) => ['plugins', 'secrets', plugin]

/** Installed plugins; while their list doesn't come, plugin steps have no forms. */
export function usePlugins() {
  return useQuery({
    queryKey: ['plugins'],
    queryFn: ({ signal }) => request<Page<Plugin>>('/api/plugins', { signal }),
    select: (page) => page.data,
    staleTime: 60_000,
  })
}

/** Which secrets a plugin asks for, and which of them are set. */
export function usePluginSecrets(plugin: string) {
  return useQuery({
    queryKey: secretsKey(plugin),
    queryFn: ({ signal }) => request<{ data: PluginSecret[] }>(secretsPath(plugin), { signal }),
    select: (answer) => answer.data,
  })
}

/** Sets one secret of a plugin; null takes it away. */
export function useSetPluginSecret(plugin: string) {
  return useMutation({
    mutationFn: ({ name, value }: { name: string; value: string | null }) =>
      request<{ data: PluginSecret[] }>(secretsPath(plugin), { method: 'PUT', body: { secrets: { [name]: value } } }),
    onSuccess: (answer) => queryClient.setQueryData(secretsKey(plugin), answer),
    // A newer version of the plugin may ask for others.
    onError: () => queryClient.invalidateQueries({ queryKey: secretsKey(plugin) }),
  })
}
