import type pg from 'pg'
import { effectiveSettings } from '#app/settings/schema'
import { archiveRuns, type Batch } from './archive_runs.ts'
import { clearTexts } from './clear_texts.ts'
import { dropMonths } from './drop_months.ts'
import { dropWebhooks } from './drop_webhooks.ts'
import type { Retention } from './retention_settings.ts'

/** Of calls for numbers that are not ours. */
const STRANGE_WEBHOOKS_DAYS = 90

interface Ruled {
  id: string
  retention: Retention
}

/** Until when to go on. */
export interface Until {
  /** Epoch milliseconds: what is not done by then is done at the next turn. */
  deadline: number
  signal: AbortSignal
}

/**
 * Lets go of what the workspaces' settings no longer want, in small batches, each a short transaction of its own. What
 * went is noted in each workspace's audit log.
 * @returns whether all of it is done
 */
export async function applyRetention(client: pg.ClientBase, until: Until): Promise<boolean> {
  const { rows } = await client.query<{ id: string; settings: unknown }>(
    'SELECT id, settings FROM workspaces ORDER BY id',
  )
  const workspaces = rows.map(({ id, settings }): Ruled => ({ id, retention: effectiveSettings(settings).retention }))
  const rules = workspaces.flatMap(({ id, retention: { steps } }) =>
    steps === null ? [] : [{ workspaceId: id, months: steps }],
  )
  await dropMonths(client, rules)
  for (const workspace of workspaces) {
    if (!(await applyTo(client, workspace, until))) return false
  }
  const strange = await repeatBatch(until, () => dropWebhooks(client, null, STRANGE_WEBHOOKS_DAYS))
  return strange.all
}

async function applyTo(client: pg.ClientBase, { id, retention }: Ruled, until: Until): Promise<boolean> {
  const { steps, texts, webhookDays } = retention
  const runs = await repeatBatch(until, steps === null ? null : () => archiveRuns(client, id, steps))
  const cleared = await repeatBatch(until, texts === null ? null : () => clearTexts(client, id, texts))
  const webhooks = await repeatBatch(until, webhookDays === null ? null : () => dropWebhooks(client, id, webhookDays))
  const counts = { runsArchived: runs.done, textsEmptied: cleared.done, webhooksDropped: webhooks.done }
  if (runs.done + cleared.done + webhooks.done > 0) {
    await client.query(
      `INSERT INTO audit_log (workspace_id, action, object_kind, object_id, data) VALUES ($1, 'retention.apply', 'workspace', $2, $3)`,
      [id, id, JSON.stringify({ ...retention, ...counts })],
    )
  }
  return runs.all && cleared.all && webhooks.all
}

/** @param batch null: there is no rule, and so nothing to do */
async function repeatBatch(
  { deadline, signal }: Until,
  batch: (() => Promise<Batch>) | null,
): Promise<{ done: number; all: boolean }> {
  let done = 0
  while (batch !== null) {
    if (signal.aborted || Date.now() >= deadline) return { done, all: false }
    const last = await batch()
    done += last.done
    if (!last.more) break
  }
  return { done, all: true }
}
