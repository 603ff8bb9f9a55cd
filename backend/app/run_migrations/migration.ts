import { z } from 'zod'
import type { MigrationChoice } from '@soniarose/core'
import { idSchema, iso, timeSchema } from '#app/core/http/validation'

/** Node ids of a request; far more than a graph may have. */
const NODE_ID = z.string().min(1).max(200)

const choice = z.discriminatedUnion('action', [
  z.object({ action: z.literal('stay') }),
  z.object({ action: z.literal('move'), to: NODE_ID.meta({ description: 'A node of the new version' }) }),
  z.object({ action: z.literal('exit') }),
])

/** Which runs to move, and where to. */
export const migrationInput = z.object({
  fromVersionId: z.uuid(),
  toVersionId: z.uuid(),
  nodes: z.record(NODE_ID, choice).default({}).meta({
    description: 'What becomes of the runs at each node of the old version; others go to the same node, or stay',
  }),
})

const refused = z.object({
  reason: z.string().meta({
    description:
      'text_in_flight: its text may be with the carrier. call_under_way: a plugin or another system is being asked. ' +
      'settling: what it waited for has just come. busy: a worker had it in hand',
  }),
  runs: z.int(),
})

const counts = z.object({
  goOn: z.int().meta({ description: 'Their visit goes on in the new version' }),
  retimed: z
    .int()
    .meta({ description: 'Of those, whose wait is counted anew from its beginning, by the new settings' }),
  enter: z.int().meta({ description: 'They leave their node and enter another one, or the same one anew' }),
  exit: z.int().meta({ description: 'They end' }),
  stay: z.int().meta({ description: 'They keep the old version' }),
  refused: z.array(refused).meta({ description: 'They keep the old version, because they can not leave just now' }),
  textsCanceled: z.int().meta({ description: 'Planned and held texts that will not go out' }),
})

export type MigrationCounts = z.input<typeof counts>

const versionRef = z.object({ id: idSchema, number: z.int() })

export const previewSchema = z
  .object({
    fromVersion: versionRef,
    toVersion: versionRef,
    runs: z.int().meta({ description: 'Under way on the old version' }),
    nodes: z.array(
      z.object({
        nodeId: z.string(),
        nodeType: z.string(),
        title: z.string(),
        runs: z.int(),
        choice,
        isDefault: z.boolean().meta({ description: 'Nobody chose' }),
        why: z
          .enum(['node_missing', 'kind_changed'])
          .nullable()
          .meta({ description: 'Why its runs stay although nobody chose so' }),
        ...counts.shape,
      }),
    ),
    totals: counts,
  })
  .meta({ id: 'RunMigrationPreview' })

export const runMigrationSchema = z
  .object({
    id: idSchema,
    workflowId: idSchema,
    fromVersion: versionRef,
    toVersion: versionRef,
    status: z.enum(['running', 'done', 'undoing', 'undone']),
    nodes: z.record(z.string(), choice),
    counts: counts.meta({ description: 'So far, while it runs' }),
    undone: z
      .object({ runs: z.int(), kept: z.array(refused) })
      .nullable()
      .meta({
        description:
          'Taken back, and not. kept: advanced, opted_out, active_already (the contact is in again), text_gone, call_gone, child_gone, busy',
      }),
    startedBy: z.string().nullable(),
    createdAt: timeSchema,
    finishedAt: timeSchema.nullable(),
    undoneAt: timeSchema.nullable(),
  })
  .meta({ id: 'RunMigration' })

/** Tallies as they are kept: reasons by name. */
export interface Tally {
  goOn?: number
  retimed?: number
  enter?: number
  exit?: number
  stay?: number
  textsCanceled?: number
  refused?: Record<string, number>
  undone?: number
  kept?: Record<string, number>
}

export interface MigrationRow {
  id: string
  workspace_id: string
  workflow_id: string
  from_version_id: string
  to_version_id: string
  from_number: number
  to_number: number
  status: 'running' | 'done' | 'undoing' | 'undone'
  nodes: Record<string, MigrationChoice>
  reached: string
  pass: number
  counts: Tally
  started_by: string | null
  created_at: Date
  finished_at: Date | null
  undone_at: Date | null
}

/** A query for {@link MigrationRow}s; goes on with WHERE over `m`. */
export const SELECT_MIGRATIONS = `
  SELECT m.id, m.workspace_id, m.workflow_id, m.from_version_id, m.to_version_id, f.number AS from_number, t.number AS to_number,
         m.status, m.nodes, m.reached, m.pass, m.counts, m.started_by, m.created_at, m.finished_at, m.undone_at
    FROM run_migrations m JOIN workflow_versions f ON f.id = m.from_version_id JOIN workflow_versions t ON t.id = m.to_version_id`

const listed = (tally: Record<string, number> = {}) => Object.entries(tally).map(([reason, runs]) => ({ reason, runs }))

export function toCounts(tally: Tally): MigrationCounts {
  const { goOn = 0, retimed = 0, enter = 0, exit = 0, stay = 0, textsCanceled = 0 } = tally
  return { goOn, retimed, enter, exit, stay, refused: listed(tally.refused), textsCanceled }
}

export const toMigration = (row: MigrationRow): z.input<typeof runMigrationSchema> => ({
  id: row.id,
  workflowId: row.workflow_id,
  fromVersion: { id: row.from_version_id, number: row.from_number },
  toVersion: { id: row.to_version_id, number: row.to_number },
  status: row.status,
  nodes: row.nodes,
  counts: toCounts(row.counts),
  undone:
    row.status === 'undoing' || row.status === 'undone'
      ? { runs: row.counts.undone ?? 0, kept: listed(row.counts.kept) }
      : null,
  startedBy: row.started_by,
  createdAt: iso(row.created_at),
  finishedAt: iso(row.finished_at),
  undoneAt: iso(row.undone_at),
})

/** Counts one more under a name. */
export function count(tally: Record<string, number>, name: string, by = 1): void {
  tally[name] = (tally[name] ?? 0) + by
}
