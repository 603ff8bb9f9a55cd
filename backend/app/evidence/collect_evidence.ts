import type { Db } from '#app/core/db'
import type { Fact } from '#app/evidence/chain'

/** More facts than any court reads; a pack over it says so. */
export const MAX_FACTS = 20_000

interface Row {
  at: Date
  kind: Fact['kind']
  data: Record<string, unknown>
}

/**
 * Everything that is known of one number, oldest first: how permission was given and taken back, each text with the
 * decision that let it out or kept it in, each reply.
 */
const COLLECT = `
  WITH person AS (SELECT id FROM contacts WHERE workspace_id = $1 AND phone = $2)
  SELECT at, kind, data FROM (
    SELECT at, 'consent' AS kind, id AS ref, jsonb_build_object('id', id, 'status', status, 'source', source, 'wording', wording,
      'ip', ip, 'userAgent', user_agent, 'page', page, 'by', actor, 'messageId', message_id, 'recordedAt', recorded_at) AS data
    FROM consents WHERE contact_id IN (SELECT id FROM person)
    UNION ALL
    SELECT at, 'compliance', id, jsonb_build_object('id', id, 'kind', kind, 'source', source, 'text', text, 'messageId', message_id)
    FROM compliance_events WHERE workspace_id = $1 AND phone = $2
    UNION ALL
    SELECT coalesce(sent_at, created_at), CASE direction WHEN 'inbound' THEN 'reply' ELSE 'text' END, id, jsonb_build_object('id', id,
      'body', body, 'from', from_address, 'to', to_address, 'status', status, 'reason', reason, 'purpose', purpose,
      'providerSid', provider_sid, 'errorCode', error_code, 'runId', run_id, 'decision', gate, 'plannedAt', created_at,
      'sentAt', sent_at, 'deliveredAt', delivered_at, 'wordsClearedAt', cleared_at)
    FROM messages WHERE contact_id IN (SELECT id FROM person)
    UNION ALL
    SELECT at, 'suppression', NULL, jsonb_build_object('reason', reason, 'source', source)
    FROM suppressions WHERE workspace_id = $1 AND phone = $2
  ) facts
  ORDER BY at, kind, ref
  LIMIT $3`

/** Out: the facts of a number in a workspace; empty when nothing is known of it. */
export async function collectEvidence(db: Db, workspaceId: string, phone: string): Promise<Fact[]> {
  const rows = await db.query<Row>(COLLECT, [workspaceId, phone, MAX_FACTS])
  return rows.map(({ at, kind, data }) => ({ at: at.toISOString(), kind, data }))
}

export interface OptOut {
  at: string
  text: string | null
  /** From the text's arrival to the permission being withdrawn, in milliseconds; null when none was withdrawn. */
  latencyMs: number | null
  /** Texts handed to the carrier after it and before the next permission. */
  textsAfter: number
}

/** How fast each opt-out took effect, from the facts alone. */
export function optOutsOf(facts: readonly Fact[]): OptOut[] {
  return facts.flatMap((fact, index) => {
    if (fact.kind !== 'compliance' || (fact.data['kind'] !== 'stop' && fact.data['kind'] !== 'opt_out')) return []
    const later = facts.slice(index + 1)
    const withdrawn = facts.find(
      (other) =>
        other.kind === 'consent' && other.data['status'] === 'opted_out' && Date.parse(other.at) >= Date.parse(fact.at),
    )
    const again = later.findIndex((other) => other.kind === 'consent' && other.data['status'] === 'opted_in')
    const until = again === -1 ? later : later.slice(0, again)
    return [
      {
        at: fact.at,
        text: typeof fact.data['text'] === 'string' ? fact.data['text'] : null,
        latencyMs: withdrawn ? Date.parse(withdrawn.at) - Date.parse(fact.at) : null,
        textsAfter: until.filter((other) => other.kind === 'text' && typeof other.data['sentAt'] === 'string').length,
      },
    ]
  })
}
