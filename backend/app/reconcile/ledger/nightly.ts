import type pg from 'pg'
import type { ProviderReader } from '../provider_reader.ts'
import { matchLedger } from './match_ledger.ts'

/** Carriers' last words on a day's texts have mostly come by then. UTC. */
const FROM_HOUR = 3

/** One workspace whose day has not been compared, taken by its row: a worker that dies in the middle leaves it for an hour. */
const CLAIM = `
  INSERT INTO ledger_reports (workspace_id, day)
  SELECT w.id, d.day
  FROM (SELECT (clock_timestamp() AT TIME ZONE 'UTC')::date - 1 AS day,
          extract(hour FROM clock_timestamp() AT TIME ZONE 'UTC') AS hour) d
  JOIN workspaces w ON w.created_at < (d.day + 1)::timestamp AT TIME ZONE 'UTC'
  WHERE d.hour >= $1
    AND NOT EXISTS (SELECT FROM ledger_reports r WHERE r.workspace_id = w.id AND r.day = d.day
      AND (r.report IS NOT NULL OR r.made_at > clock_timestamp() - interval '1 hour'))
    AND EXISTS (SELECT FROM senders s WHERE s.workspace_id = w.id)
  ORDER BY w.id LIMIT 1
  ON CONFLICT (workspace_id, day) DO UPDATE SET made_at = clock_timestamp()
    WHERE ledger_reports.report IS NULL AND ledger_reports.made_at < clock_timestamp() - interval '1 hour'
  RETURNING workspace_id, day::text AS day`

const KEEP = `UPDATE ledger_reports SET report = $3, made_at = clock_timestamp() WHERE workspace_id = $1 AND day = $2`

/**
 * Compares yesterday's ledger of one workspace that has none yet, and mends what the provider knows better.
 * @returns whether there was one
 */
export async function nightlyLedger(ports: { pool: pg.Pool; provider: ProviderReader }): Promise<boolean> {
  const { pool } = ports
  const { rows } = await pool.query<{ workspace_id: string; day: string }>(CLAIM, [FROM_HOUR])
  const claim = rows[0]
  if (!claim) return false
  const from = new Date(`${claim.day}T00:00:00Z`)
  const span = { workspaceId: claim.workspace_id, from, to: new Date(from.getTime() + 86_400_000) }
  const matched = await matchLedger(ports, span, true)
  if (matched.ok) await pool.query(KEEP, [claim.workspace_id, claim.day, JSON.stringify(matched.report)])
  return true
}
