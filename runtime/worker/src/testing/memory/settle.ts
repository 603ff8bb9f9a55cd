import type { Json, MessageOutcome, RunStatus, Signal } from '@soniarose/core'
import type { MemoryDatabase } from './memory_database.ts'
import type { RunRow } from './rows.ts'

/** The end of one run's wait, as far as it still waits for exactly this. */
export interface Settlement {
  runId: string
  signal: Extract<Signal, { kind: 'message' | 'effect' | 'child' }>
}

/** Ends waits, each only if the run still waits for it and nothing else has ended it. @returns how many runs go on */
export function settleWaits(database: MemoryDatabase, settlements: readonly Settlement[]): number {
  let woken = 0
  for (const { runId, signal } of settlements) {
    const run = database.runs.get(runId)
    if (run?.status !== 'waiting' || run.signal !== null) continue
    if (run.waitKind !== signal.kind || run.waitKey !== signal.key) continue
    wakeBySignal(database, run, signal)
    woken += 1
  }
  return woken
}

/** Hands a run what ended its wait. */
export function wakeBySignal(database: MemoryDatabase, run: RunRow, signal: Signal): void {
  database.runs.update(run.id, { signal, status: 'ready', ...wokenNow(database, run) })
}

/** Wakes a run before its time; the time that its wait had is kept. */
export function wokenNow(database: MemoryDatabase, run: RunRow): Pick<RunRow, 'waitUntil' | 'wakeAt'> {
  return { waitUntil: run.waitUntil ?? run.wakeAt ?? Number.POSITIVE_INFINITY, wakeAt: database.now(run.workspaceId) }
}

export function messageSettlement(
  runId: string,
  messageId: string,
  outcome: { outcome: MessageOutcome; reason?: string | null; errorCode?: number | null },
): Settlement {
  const { reason, errorCode } = outcome
  return {
    runId,
    signal: {
      kind: 'message',
      key: messageId,
      outcome: outcome.outcome,
      reason: reason ?? undefined,
      errorCode: errorCode ?? undefined,
    },
  }
}

export function effectSettlement(
  runId: string,
  effectId: string,
  { outcome, output, error }: { outcome: string; output?: Json; error?: { code: string; message: string } | undefined },
): Settlement {
  return { runId, signal: { kind: 'effect', key: effectId, outcome, output, error } }
}

export function childSettlement(
  parentRunId: string,
  childRunId: string,
  status: RunStatus | 'not_started',
): Settlement {
  return { runId: parentRunId, signal: { kind: 'child', key: childRunId, status } }
}

/** Runs of contacts that have changed and must look at it. */
export function runsToPoke(
  database: MemoryDatabase,
  contactIds: ReadonlySet<string>,
  except: ReadonlySet<string>,
): RunRow[] {
  return [...database.runs.rows()].filter(
    (run) =>
      contactIds.has(run.contactId) &&
      !except.has(run.id) &&
      run.status === 'waiting' &&
      run.signal === null &&
      (run.waitKind === 'time' || run.waitKind === 'reply' || run.waitKind === 'event'),
  )
}

/** @returns how many runs will look */
export function pokeRuns(
  database: MemoryDatabase,
  contactIds: ReadonlySet<string>,
  except: ReadonlySet<string> = new Set(),
): number {
  const runs = runsToPoke(database, contactIds, except)
  for (const run of runs) database.runs.update(run.id, wokenNow(database, run))
  return runs.length
}
