import { isOver, type RunState, type RunVars } from '@soniarose/core'
import { writeEffect } from '../effects/write_effect.ts'
import type { DueRun, RunOutcome } from '../ports/run_store.ts'
import { emptyWrites, type BatchWrites, type RunWrite } from './batch_writes.ts'

/** The reason of a run that the engine itself had to give up. */
export const ENGINE_ERROR = 'engine_error'

/** Turns what `advance` decided into rows. Pure. */
export function collectWrites(outcomes: readonly RunOutcome[]): BatchWrites {
  const writes = emptyWrites()
  for (const outcome of outcomes) {
    if (outcome.kind === 'failed') collectFailure(outcome.due, outcome.reason, writes)
    else collectAdvance(outcome, writes)
  }
  return writes
}

function collectAdvance({ due, result }: Extract<RunOutcome, { kind: 'advanced' }>, writes: BatchWrites): void {
  const { run } = result
  writes.runs.push({
    ...stateOf(run, due),
    vars: sameVars(run.vars, due.run.vars) ? null : run.vars,
    dropReply: result.pendingReplyTaken || isOver(run),
  })
  for (const step of result.steps) {
    writes.steps.push({
      seq: step.seq,
      nodeId: step.nodeId,
      nodeType: step.nodeType,
      status: step.status,
      outcome: step.outcome,
      startedAt: step.startedAt,
      finishedAt: step.finishedAt,
      detail: step.detail,
      runId: run.id,
      workspaceId: due.workspaceId,
    })
  }
  for (const effect of result.effects) writeEffect(effect, due, writes)
  wakeParent(run, due, writes)
}

function stateOf(run: RunState, due: DueRun): Omit<RunWrite, 'vars' | 'dropReply'> {
  const over = isOver(run)
  const wait = over ? null : run.wait
  return {
    id: run.id,
    epoch: due.epoch,
    nodeId: run.nodeId,
    seq: run.seq,
    enteredAt: run.enteredAt,
    status: run.status,
    exitReason: run.exitReason,
    finishedAt: over ? due.now : null,
    waitKind: wait?.kind ?? null,
    waitKey: wait?.key ?? null,
    // A run that is neither over nor waiting has more to do: it is due again at once.
    wakeAt: over ? null : wait ? wait.wakeAt : due.now,
    stepsUsed: run.stepsUsed,
    sinceWait: run.stepsSinceWait,
  }
}

/** `advance` replaces what it changes, so identity tells. */
function sameVars(now: RunVars, before: RunVars): boolean {
  return now.steps === before.steps && now.reply === before.reply && now.trigger === before.trigger
}

function collectFailure(due: DueRun, reason: string, writes: BatchWrites): void {
  const run: RunState = { ...due.run, status: 'failed', exitReason: ENGINE_ERROR, wait: null }
  writes.runs.push({ ...stateOf(run, due), vars: null, dropReply: true })
  writes.steps.push({
    runId: run.id,
    workspaceId: due.workspaceId,
    seq: run.seq,
    nodeId: run.nodeId,
    nodeType: 'unknown',
    status: 'failed',
    outcome: ENGINE_ERROR,
    startedAt: run.enteredAt,
    finishedAt: due.now,
    detail: { error: reason },
  })
  wakeParent(run, due, writes)
}

function wakeParent(run: RunState, due: DueRun, writes: BatchWrites): void {
  if (!due.parentRunId || !isOver(run)) return
  writes.parents.push({ parentRunId: due.parentRunId, childRunId: run.id, status: run.status })
}
