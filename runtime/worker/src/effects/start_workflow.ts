import type { BatchWrites } from '../engine/batch_writes.ts'
import type { DueRun } from '../ports/run_store.ts'
import type { EffectOf } from './write_effect.ts'

/** Another workflow for the same contact; the store judges whether it may be entered. */
export function writeChild(effect: EffectOf<'start_workflow'>, due: DueRun, writes: BatchWrites): void {
  writes.children.push({
    id: effect.id,
    workspaceId: due.workspaceId,
    workflowId: effect.workflowId,
    contactId: due.contact.id,
    parentRunId: effect.waitForIt ? due.run.id : null,
    startedBy: due.run.id,
    at: due.now,
    lane: due.lane,
  })
}
