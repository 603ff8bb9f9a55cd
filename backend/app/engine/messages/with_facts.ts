import type { DueMessage } from '@soniarose/worker'
import type { EngineClient } from '../pool.ts'
import { SENDING_WORKSPACES, type DueMessageRow } from './claim_messages_sql.ts'
import { countCaps } from './count_caps.ts'
import { dayBudgets } from './day_caps.ts'
import { dueMessageOf } from './facts_of.ts'
import { optInsOf } from './opt_ins.ts'
import { readSendingSettings, type SendingSettings } from './sending_settings.ts'

/** Completes claimed rows by what their workspaces have set and their contacts have had lately. */
export async function withFacts(client: EngineClient, rows: readonly DueMessageRow[]): Promise<DueMessage[]> {
  const settings = await settingsOf(client, [...new Set(rows.map((row) => row.workspace_id))])
  const caps = await countCaps(client, rows, settings)
  const days = await dayBudgets(client, rows)
  const optIns = await optInsOf(client, rows, settings)
  return rows.flatMap((row) => {
    const own = settings.get(row.workspace_id)
    if (!own) return []
    const counted = {
      caps: caps.get(row.id) ?? [],
      budget: days.get(row.id) ?? null,
      optIn: optIns.get(row.contact_id) ?? null,
    }
    return [dueMessageOf(row, own, counted)]
  })
}

async function settingsOf(
  client: EngineClient,
  workspaceIds: readonly string[],
): Promise<Map<string, SendingSettings>> {
  const { rows } = await client.query<{ id: string; settings: unknown; frozen: boolean; sandbox: boolean }>({
    ...SENDING_WORKSPACES,
    values: [workspaceIds],
  })
  return new Map(rows.map((row) => [row.id, readSendingSettings(row.settings, row)]))
}
