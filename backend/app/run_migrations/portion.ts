import { fateOf, type Fate, type PlannedNode, type WaitKind } from '@soniarose/core'
import { cancelMessages } from '#app/engine/cancel_messages'
import { exitRuns } from '#app/engine/exit_runs'
import type { EngineClient } from '#app/engine/pool'
import { count, type MigrationRow, type Tally } from './migration.ts'
import * as sql from './portion_sql.ts'
import { standingOf } from './standing.ts'

/** The reason of runs that a migration ended, and of texts that it canceled. */
export const MIGRATED = 'migrated'

/** Runs that are moved in one transaction: few enough that nobody waits for it to be noticed. */
const PORTION = 500

/** Where each node's runs go; nodes whose runs stay are left out. */
export interface LeavingNodes {
  plans: ReadonlyMap<string, PlannedNode>
  types: ReadonlyMap<string, string>
}

export interface Portion {
  tally: Tally
  /** The last run looked at; null: there are no further ones. */
  reached: string | null
}

interface LockedRun {
  id: string
  node_id: string
  seq: number
  wait_kind: WaitKind | null
  settled: boolean
}

interface Decided {
  run: LockedRun
  fate: Fate
  text: string | null
  call: string | null
}

/**
 * Moves the next runs of a migration, in the caller's transaction. Waits for nobody: a run that a worker has in hand is
 * passed over, and found by the next pass.
 */
export async function movePortion(
  client: EngineClient,
  migration: MigrationRow,
  leaving: LeavingNodes,
): Promise<Portion> {
  const { rows: ends } = await client.query<{ until: string }>(sql.WINDOW, [migration.workflow_id, migration.reached])
  const until = ends[0]?.until ?? null
  if (until === null) return { tally: {}, reached: null }
  const { rows: runs } = await client.query<LockedRun>(sql.LOCK_RUNS, [
    ...[migration.workflow_id, migration.from_version_id, migration.reached, until],
    ...[[...leaving.plans.keys()], PORTION],
  ])
  const decided = await decide(client, runs, leaving)
  const tally: Tally = {}
  for (const { fate } of decided) if (fate.kind === 'refused') count((tally.refused ??= {}), fate.reason)
  await move(client, { migration, leaving, tally }, decided)
  await end(client, { migration, tally }, decided)
  const last = runs.length === PORTION ? runs.at(-1) : undefined
  return { tally, reached: last?.id ?? until }
}

async function decide(client: EngineClient, runs: readonly LockedRun[], { plans }: LeavingNodes): Promise<Decided[]> {
  if (runs.length === 0) return []
  const of = (kind: WaitKind) => {
    const waiting = runs.filter((run) => run.wait_kind === kind)
    return [waiting.map((run) => run.id), waiting.map((run) => run.seq)]
  }
  const texts = await client.query<{ run_id: string; status: string }>(sql.LOCK_TEXTS, of('message'))
  const calls = await client.query<{ run_id: string; status: string }>(sql.LOCK_CALLS, of('effect'))
  const textOf = new Map(texts.rows.map((row) => [row.run_id, row.status]))
  const callOf = new Map(calls.rows.map((row) => [row.run_id, row.status]))
  return runs.map((run) => {
    const plan = plans.get(run.node_id)?.plan ?? { action: 'stay' }
    const [text, call] = [textOf.get(run.id) ?? null, callOf.get(run.id) ?? null]
    return { run, fate: fateOf(plan, standingOf({ ...run, text, call })), text, call }
  })
}

interface Work {
  migration: MigrationRow
  tally: Tally
}

/** Those who go on in the new version, and those who enter a node of it. */
async function move(
  client: EngineClient,
  { migration, leaving, tally }: Work & { leaving: LeavingNodes },
  decided: readonly Decided[],
): Promise<void> {
  const rows = decided.flatMap(({ run, fate, call }) => {
    if (fate.kind !== 'go_on' && fate.kind !== 'enter') return []
    const wait = fate.kind === 'go_on' ? fate.wait : null
    return [
      {
        id: run.id,
        fate: fate.kind,
        to: fate.to,
        waitKind: wait?.kind ?? null,
        waitKey: wait?.key ?? null,
        retime: fate.kind === 'go_on' && fate.retime,
        nodeType: leaving.types.get(run.node_id) ?? 'unknown',
        callPlanned: call === 'planned',
      },
    ]
  })
  const entering = rows.filter((row) => row.fate === 'enter')
  tally.goOn = rows.length - entering.length
  tally.retimed = rows.filter((row) => row.retime).length
  tally.enter = entering.length
  if (rows.length === 0) return
  await client.query(sql.KEEP, [migration.id, JSON.stringify(rows)])
  if (entering.length > 0) {
    const runIds = entering.map((row) => row.id)
    const values = JSON.stringify(entering)
    await client.query(sql.RECORD_LEFT_VISITS, [values, migration.id, migration.to_number, MIGRATED])
    await client.query(sql.ENTER, [values, migration.to_version_id])
    await client.query(sql.CANCEL_CALLS, [runIds])
    tally.textsCanceled = await cancelMessages(client, { runIds }, MIGRATED)
  }
  const goingOn = rows.filter((row) => row.fate === 'go_on')
  if (goingOn.length > 0) await client.query(sql.GO_ON, [JSON.stringify(goingOn), migration.to_version_id])
}

async function end(client: EngineClient, { migration, tally }: Work, decided: readonly Decided[]): Promise<void> {
  const exits = decided.filter(({ fate }) => fate.kind === 'exit')
  tally.exit = exits.length
  if (exits.length === 0) return
  const rows = exits.map(({ run, call }) => ({ id: run.id, fate: 'exit', callPlanned: call === 'planned' }))
  const runIds = rows.map((row) => row.id)
  await client.query(sql.KEEP, [migration.id, JSON.stringify(rows)])
  const detail = { migrationId: migration.id, toVersion: migration.to_number }
  await exitRuns(client, { runIds }, { status: 'exited', reason: MIGRATED, detail })
  tally.textsCanceled = (tally.textsCanceled ?? 0) + (await cancelMessages(client, { runIds }, MIGRATED))
}
