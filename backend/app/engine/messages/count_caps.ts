import type { FrequencyCap } from '@soniarose/messaging'
import type { EngineClient } from '../pool.ts'
import type { DueMessageRow } from './claim_messages_sql.ts'
import type { SendingSettings } from './sending_settings.ts'

interface CapQuestion {
  id: string
  contactId: string
  cap: number
  since: number
}

interface CapRow {
  id: string
  cap: number
  sent: number
  oldest: number | null
}

const COUNT_SENT = {
  name: 'count_sent_for_caps',
  text: `
    SELECT x.id, x.cap, count(m.id)::integer AS sent, extract(epoch FROM min(m.sent_at))::float8 * 1000 AS oldest
    FROM json_to_recordset($1::json) AS x(id uuid, "contactId" uuid, cap integer, since float8)
    LEFT JOIN messages m ON m.contact_id = x."contactId" AND m.direction = 'outbound' AND m.purpose = 'workflow'
      AND m.sent_at > to_timestamp(x.since / 1000)
    GROUP BY x.id, x.cap`,
}

/** Counts what each contact has had in the windows of its workspace's caps. Workspaces without caps cost nothing. */
export async function countCaps(
  client: EngineClient,
  rows: readonly DueMessageRow[],
  settings: ReadonlyMap<string, SendingSettings>,
): Promise<Map<string, FrequencyCap[]>> {
  const counted = new Map<string, FrequencyCap[]>()
  const questions = rows.flatMap((row): CapQuestion[] =>
    (settings.get(row.workspace_id)?.caps ?? []).map((cap, index) => ({
      id: row.id,
      contactId: row.contact_id,
      cap: index,
      since: Math.floor(row.now) - cap.windowMs,
    })),
  )
  if (questions.length === 0) return counted
  const answers = await client.query<CapRow>({ ...COUNT_SENT, values: [JSON.stringify(questions)] })
  const workspaceOf = new Map(rows.map((row) => [row.id, row.workspace_id]))
  for (const answer of answers.rows) {
    const cap = settings.get(workspaceOf.get(answer.id) ?? '')?.caps[answer.cap]
    if (!cap) continue
    const freesAt = answer.oldest === null ? null : Math.ceil(answer.oldest) + cap.windowMs
    counted.set(answer.id, [...(counted.get(answer.id) ?? []), { ...cap, sent: answer.sent, freesAt }])
  }
  return counted
}
