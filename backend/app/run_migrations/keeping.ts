import { db, pool } from '#app/core/db'
import { wakeAllWorkers } from '#app/core/doorbell'
import { announce } from '#app/live/hub'
import { carryOut } from './carry_out.ts'
import { undo } from './undo.ts'

interface Open {
  id: string
  workspace_id: string
  status: 'running' | 'undoing'
}

const LOOK_MS = 10_000

/** Begun by a process that is gone, or that the database left alone. */
const LEFT_OVER = `
  SELECT id, workspace_id, status FROM run_migrations
  WHERE status IN ('running', 'undoing') AND touched_at < now() - interval '15 seconds'`

/** A move can be undone for so long; a few thousand runs are forgotten at each look. */
const FORGET_OLD = `
  DELETE FROM run_migration_runs WHERE (migration_id, run_id) IN (
    SELECT k.migration_id, k.run_id FROM run_migrations m JOIN run_migration_runs k ON k.migration_id = m.id
    WHERE m.status = 'done' AND m.touched_at < now() - interval '30 days' LIMIT 5000)`

const inHand = new Set<string>()
let timer: NodeJS.Timeout | undefined

/** Carries out or takes back in the background. Never throws: what is broken off is taken up again by the next look. */
export async function workOn({ id, workspace_id, status }: Open): Promise<void> {
  if (inHand.has(id)) return
  inHand.add(id)
  const onPortion = (): void => {
    wakeAllWorkers()
    announce(workspace_id, 'runs', 'messages', 'workflows')
  }
  try {
    await (status === 'running' ? carryOut : undo)(pool(), id, onPortion)
  } catch (error) {
    process.stderr.write(`moving runs (${id}) was broken off, and is taken up again: ${String(error)}\n`)
  } finally {
    inHand.delete(id)
  }
}

async function look(): Promise<void> {
  try {
    for (const open of await db.query<Open>(LEFT_OVER)) void workOn(open)
    await db.query(FORGET_OLD)
  } catch (error) {
    process.stderr.write(`looking for migrations of runs failed: ${String(error)}\n`)
  }
}

/** Takes up what was broken off, now and then, until {@link stopMigrationKeeping}. */
export function startMigrationKeeping(): void {
  timer = setInterval(() => void look(), LOOK_MS)
  timer.unref()
}

export function stopMigrationKeeping(): void {
  clearInterval(timer)
}
