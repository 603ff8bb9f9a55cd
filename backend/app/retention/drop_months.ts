import type pg from 'pg'
import { inQuietMoment } from './upkeep_session.ts'

/** A workspace that drops the steps of runs which ended longer ago than so many months. */
export interface StepsRule {
  workspaceId: string
  months: number
}

/** Months of steps that have ended, with their bounds as the catalogue tells them. */
const pastMonths = `
  SELECT c.relname AS name, bounds[1] AS low, bounds[2] AS high
  FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
  CROSS JOIN LATERAL regexp_match(pg_get_expr(c.relpartbound, c.oid), 'FROM \\(''([^'']+)''\\) TO \\(''([^'']+)''\\)') bounds
  WHERE i.inhparent = 'steps'::regclass AND bounds IS NOT NULL AND bounds[2]::uuid < uuid_at(now())
  ORDER BY 1`

/** Whether somebody still wants steps of a run that began in the month. A workspace that has no rule wants all of its own. */
const isWanted = `
  SELECT EXISTS (
    SELECT FROM runs r
    LEFT JOIN (
      SELECT rule."workspaceId" AS workspace_id, workspace_now(rule."workspaceId") - make_interval(months => rule.months) AS cutoff
      FROM json_to_recordset($3::json) AS rule("workspaceId" uuid, months integer)
    ) rule ON rule.workspace_id = r.workspace_id
    WHERE r.id >= $1 AND r.id < $2 AND r.archived_at IS NULL
      AND (rule.cutoff IS NULL OR r.finished_at IS NULL OR r.finished_at >= rule.cutoff)
  ) AS wanted`

/**
 * Takes away whole months of steps that nobody wants any more, instead of deleting millions of rows one by one.
 * @returns the months that went
 */
export async function dropMonths(client: pg.ClientBase, rules: readonly StepsRule[]): Promise<string[]> {
  const gone: string[] = []
  const { rows: months } = await client.query<{ name: string; low: string; high: string }>(pastMonths)
  for (const { name, low, high } of months) {
    const { rows } = await client.query<{ wanted: boolean }>(isWanted, [low, high, JSON.stringify(rules)])
    if (rows[0]?.wanted !== false) continue
    // Not CONCURRENTLY: that can't be done beside a default partition.
    const detached = await inQuietMoment(client, async () => {
      await client.query(`ALTER TABLE steps DETACH PARTITION ${name}`)
      await client.query(`DROP TABLE ${name}`)
    })
    if (detached) gone.push(name)
  }
  return gone
}
