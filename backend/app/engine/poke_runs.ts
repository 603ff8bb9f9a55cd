import type { EngineClient } from './pool.ts'
import { nowOf } from './sql_now.ts'

const POKE_RUNS = {
  name: 'poke_runs',
  text: `
    UPDATE runs r SET
      wait_until = coalesce(r.wait_until, r.wake_at, 'infinity'),
      wake_at = ${nowOf('r')}
    WHERE r.contact_id = ANY($1::uuid[]) AND r.status = 'waiting' AND r.wait_kind IN ('time', 'reply', 'event')
      AND r.signal IS NULL AND NOT r.id = ANY($2::uuid[])`,
}

/**
 * Wakes the waiting runs of contacts that have changed, so that exit rules and goals are judged anew, and waits that
 * depend on a zone or date move. Call it in the transaction that changes the contact, after the change.
 * @param except runs that need not look
 * @returns how many were woken
 */
export async function pokeRuns(
  client: EngineClient,
  contactIds: readonly string[],
  except: readonly string[] = [],
): Promise<number> {
  if (contactIds.length === 0) return 0
  const { rowCount } = await client.query({ ...POKE_RUNS, values: [contactIds, except] })
  return rowCount ?? 0
}
