import type { z } from 'zod'
import type { EngineClient } from '#app/engine/pool'
import { invalid, invalidField, notFound, type Problem } from '#app/core/problem'
import type { migrationInput } from './migration.ts'
import { previewMigration } from './preview.ts'
import { readVersions } from './read_versions.ts'

type Wanted = z.output<typeof migrationInput>
type Preview = Awaited<ReturnType<typeof previewMigration>>['preview']

/** Checks what is wanted against the workflow's versions, and counts what it would do. */
export async function readOrder(
  db: EngineClient,
  at: { workspaceId: string; workflowId: string },
  { fromVersionId, toVersionId, nodes }: Wanted,
): Promise<{ preview: Preview } | Problem> {
  const { rows } = await db.query('SELECT FROM workflows WHERE workspace_id = $1 AND id = $2', [
    at.workspaceId,
    at.workflowId,
  ])
  if (rows.length === 0) return notFound('This workflow')
  const versions = await readVersions(db, at, [fromVersionId, toVersionId])
  const [from, to] = [versions.get(fromVersionId), versions.get(toVersionId)]
  if (!from) return unknownVersion('fromVersionId')
  if (!to) return unknownVersion('toVersionId')
  if (from.id === to.id)
    return invalidField('toVersionId', 'E_SAME_VERSION', 'The runs are on this version already; choose another one.')
  const choices = new Map(Object.entries(nodes))
  const { preview, faults } = await previewMigration(db, { from, to }, { id: at.workflowId, choices })
  if (faults.length === 0) return { preview }
  return invalid(faults.map(({ nodeId, code, message }) => ({ path: `nodes.${nodeId}`, code, message })))
}

const unknownVersion = (path: string): Problem =>
  invalidField(path, 'E_UNKNOWN_VERSION', 'This workflow has no such version.')
