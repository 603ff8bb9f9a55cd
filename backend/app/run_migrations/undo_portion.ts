import type { RunStatus, WaitKind } from '@soniarose/core'
import type { EngineClient } from '#app/engine/pool'
import { count, type MigrationRow, type Tally } from './migration.ts'
import { MIGRATED } from './portion.ts'
import * as sql from './undo_sql.ts'

const PORTION = 500

interface MovedRun {
  run_id: string
  fate: 'go_on' | 'enter' | 'exit'
  kept_epoch: number
  call_planned: boolean
  before_wait: WaitKind | null
  before_seq: number
  before_key: string | null
  before_settled: boolean
  epoch: number
  seq: number
  status: RunStatus
  version_id: string
  contact_id: string
  /** Retention has taken what it would need to go on. */
  archived: boolean
  wait_kind: WaitKind | null
  settled: boolean
}

/** What has to be known of the world before a run can wait again for what it waited for. */
interface Surroundings {
  /** By contact; one that somebody holds just now is absent. */
  contacts: ReadonlyMap<string, { opted_out: boolean; has_other: boolean }>
  openTexts: ReadonlySet<string>
  openChildren: ReadonlySet<string>
}

/** Why a run is not taken back; null: it is. `busy` is asked again. */
type KeptReason = 'advanced' | 'opted_out' | 'active_already' | 'text_gone' | 'call_gone' | 'child_gone' | 'busy' | null

/**
 * Takes the next runs of a migration back, in the caller's transaction: those with which nothing has happened since.
 * @returns null as `reached` when there are no further ones
 */
export async function undoPortion(
  client: EngineClient,
  migration: MigrationRow,
): Promise<{ tally: Tally; reached: string | null }> {
  const next = await client.query<{ until: string }>(sql.NEXT_MOVED, [migration.id, migration.reached, PORTION])
  const until = next.rows[0]?.until ?? null
  if (until === null) return { tally: {}, reached: null }
  const { rows } = await client.query<MovedRun>(sql.LOCK_MOVED, [migration.id, migration.reached, until])
  const world = await lookAround(client, migration, rows)
  const kept: Record<string, number> = {}
  const back = rows.filter((run) => {
    const reason = hasAdvanced(run, migration) ? 'advanced' : keptBy(run, world)
    if (reason !== null && reason !== 'busy') count(kept, reason)
    return reason === null
  })
  await takeBack(client, migration, back)
  return { tally: { undone: back.length, kept }, reached: until }
}

/**
 * A visit that merely went on in the new version may go on in the old one until it ends. A run that entered a node or
 * ended must be just as the migration left it.
 */
function hasAdvanced(run: MovedRun, { to_version_id }: MigrationRow): boolean {
  if (run.fate === 'exit') return run.status !== 'exited' || run.epoch !== run.kept_epoch || run.archived
  const isActive = run.status === 'ready' || run.status === 'waiting'
  if (!isActive || run.version_id !== to_version_id) return true
  if (run.fate === 'enter' || run.before_wait === null) return run.epoch !== run.kept_epoch
  return run.seq !== run.before_seq || (run.settled && run.wait_kind !== run.before_wait)
}

async function lookAround(
  client: EngineClient,
  { workflow_id }: MigrationRow,
  runs: readonly MovedRun[],
): Promise<Surroundings> {
  const ended = runs.filter((run) => run.fate === 'exit').map((run) => run.contact_id)
  const contacts = await client.query<{ id: string; opted_out: boolean; has_other: boolean }>(sql.LOCK_CONTACTS, [
    ...[ended, workflow_id],
  ])
  const texting = runs.filter((run) => run.before_wait === 'message')
  const texts = await client.query<{ run_id: string }>(sql.LOCK_OPEN_TEXTS, [...keysOf(texting), MIGRATED])
  const childIds = runs.flatMap((run) => (run.before_wait === 'child' && run.before_key ? [run.before_key] : []))
  const children = await client.query<{ id: string }>(sql.OPEN_CHILDREN, [childIds])
  return {
    contacts: new Map(contacts.rows.map((row) => [row.id, row])),
    openTexts: new Set(texts.rows.map((row) => row.run_id)),
    openChildren: new Set(children.rows.map((row) => row.id)),
  }
}

function keptBy(run: MovedRun, world: Surroundings): KeptReason {
  if (run.fate === 'go_on') return null
  if (run.fate === 'exit') {
    const contact = world.contacts.get(run.contact_id)
    if (!contact) return 'busy'
    if (contact.opted_out) return 'opted_out'
    if (contact.has_other) return 'active_already'
  }
  return run.before_settled ? null : waitGone(run, world)
}

/** Nobody would end a wait for something that is over: the run would stand still for ever. */
function waitGone(run: MovedRun, { openTexts, openChildren }: Surroundings): KeptReason {
  if (run.before_wait === 'message') return openTexts.has(run.run_id) ? null : 'text_gone'
  if (run.before_wait === 'effect') return run.call_planned ? null : 'call_gone'
  if (run.before_wait === 'child') return openChildren.has(run.before_key ?? '') ? null : 'child_gone'
  return null
}

async function takeBack(client: EngineClient, migration: MigrationRow, runs: readonly MovedRun[]): Promise<void> {
  const resumed = runs.filter((run) => run.fate === 'go_on').map((run) => run.run_id)
  if (resumed.length > 0) await client.query(sql.RESUME, [migration.id, migration.from_version_id, resumed])
  const restored = runs.filter((run) => run.fate !== 'go_on')
  if (restored.length > 0) {
    const keys = keysOf(restored)
    await client.query(sql.RESTORE, [migration.id, migration.from_version_id, keys[0]])
    await client.query(sql.FORGET_LEFT_VISITS, [...keys, migration.workflow_id])
    await client.query(sql.PLAN_TEXTS_AGAIN, [...keys, MIGRATED])
    await client.query(sql.PLAN_CALLS_AGAIN, keysOf(restored.filter((run) => run.call_planned)))
  }
  await client.query(sql.FORGET_MOVES, [migration.id, runs.map((run) => run.run_id)])
}

const keysOf = (runs: readonly MovedRun[]): [string[], number[]] => [
  runs.map((run) => run.run_id),
  runs.map((run) => run.before_seq),
]
