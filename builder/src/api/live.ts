import { queryClient } from './query_client.ts'
import { withQuery } from './client.ts'

/** Which cached answers a topic makes stale; each name is the first part of query keys. */
const affected: Record<string, readonly string[]> = {
  contacts: ['contacts', 'timeline', 'tags', 'conversations', 'dashboard'],
  messages: ['messages', 'conversations', 'timeline', 'dashboard', 'compliance'],
  runs: ['runs', 'queue', 'timeline', 'dashboard', 'workflows'],
  workflows: ['workflows', 'dashboard', 'segments'],
  compliance: ['compliance', 'contacts', 'timeline', 'dashboard'],
  media: ['media'],
  calls: ['calls', 'timeline'],
  settings: ['settings', 'senders', 'tokens', 'members', 'workspaces'],
  imports: ['imports', 'contacts', 'tags'],
  conversations: ['conversations', 'messages'],
  clock: ['clock', 'dashboard', 'conversations'],
}

/** The first parts of the query keys that topics make stale; an unknown topic is itself such a part. */
export function keysForTopics(topics: readonly string[]): string[] {
  return [...new Set(topics.flatMap((topic) => affected[topic] ?? [topic]))]
}

function topicsOf(data: string): string[] {
  const parsed: unknown = JSON.parse(data)
  if (typeof parsed !== 'object' || parsed === null || !('topics' in parsed) || !Array.isArray(parsed.topics)) return []
  return parsed.topics.filter((topic) => typeof topic === 'string')
}

/**
 * Listens to the server's "something changed" and asks again for what is on the screen. Events carry no data,
 * so a lost one costs nothing: whenever the stream opens, everything on the screen is asked for again. The first time
 * too: what a page has loaded before it listens may have changed in between.
 * @returns a function that stops listening
 */
export function listenForChanges(workspaceId: string, onState: (connected: boolean) => void): () => void {
  let source: EventSource | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let wait = 1000

  const connect = () => {
    source = new EventSource(withQuery('/api/live', { workspaceId }))
    source.onopen = () => {
      wait = 1000
      onState(true)
      void queryClient.invalidateQueries()
    }
    source.onmessage = (event: MessageEvent<string>) => {
      const topics = topicsOf(event.data)
      if (topics.includes('*')) void queryClient.invalidateQueries()
      else for (const key of keysForTopics(topics)) void queryClient.invalidateQueries({ queryKey: [key] })
    }
    source.onerror = () => {
      onState(false)
      if (source?.readyState !== EventSource.CLOSED) return
      timer = setTimeout(connect, wait)
      wait = Math.min(wait * 2, 15_000)
    }
  }
  connect()
  return () => {
    clearTimeout(timer)
    source?.close()
  }
}
