import type { QueueHealth } from '../../api/types.ts'
import type { Tone } from '../../ui/badge.tsx'

/** How the queue is doing, from its oldest due job and its failures. */
export function queueVerdict(queue: QueueHealth): { label: string; tone: Tone } {
  if (queue.failed > 0) return { label: 'Needs a look', tone: 'bad' }
  if ((queue.oldestAge ?? 0) > 60) return { label: 'Behind', tone: 'warn' }
  return { label: 'Healthy', tone: 'ok' }
}
