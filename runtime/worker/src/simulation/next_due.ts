import type { MemoryDatabase } from '../testing/index.ts'
import { isLifted } from '../testing/memory/unknown.ts'

/** The next moment, by the database's clock, at which some worker could find something to do. */
export function nextDue(database: MemoryDatabase): number {
  let next = Number.POSITIVE_INFINITY
  const consider = (at: number | null, workspaceId: string | null): void => {
    if (at === null) return
    const offset = workspaceId === null ? 0 : database.workspaces.need(workspaceId).clockOffset
    next = Math.min(next, at - offset)
  }
  for (const run of database.runs.rows()) consider(run.wakeAt, run.workspaceId)
  for (const message of database.messages.rows()) {
    const { status, sendAfter, deadlineAt, workspaceId } = message
    if (isLifted(database, message)) consider(database.environment.now(), null)
    if (status === 'planned' || status === 'held' || status === 'unknown') consider(sendAfter, workspaceId)
    if (status === 'sending') consider(deadlineAt, null)
  }
  for (const { status, dueAt, leaseUntil } of database.effects.rows()) {
    if (status === 'planned') consider(dueAt, null)
    if (status === 'running') consider(leaseUntil, null)
  }
  return next
}
