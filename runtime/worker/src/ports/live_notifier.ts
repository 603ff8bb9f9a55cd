export type LiveTopic = 'runs' | 'messages' | 'contacts' | 'conversations' | 'compliance' | 'workflows' | 'clock'

/** Tells open consoles what to read again. Best effort, throttled, outside any transaction. */
export interface LiveNotifier {
  changed(workspaceIds: Iterable<string>, topics: readonly LiveTopic[]): void
  stop(): Promise<void>
}
