import type { EnrollResult } from '../../api/types.ts'

/** The reasons of skipped contacts, each with how many it kept away. */
export function countReasons(result: EnrollResult): string {
  const counts = new Map<string, number>()
  for (const { reason } of result.skipped) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return [...counts].map(([reason, count]) => `${count} ${reason.replaceAll('_', ' ')}`).join(', ')
}
