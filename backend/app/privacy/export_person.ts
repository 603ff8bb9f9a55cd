import type { Db } from '#app/core/db'

/** Everything that is kept about one person, as it is kept. */
export type PersonExport = Record<string, unknown>

const all = (columns: string, from: string, order: string) =>
  `(SELECT coalesce(jsonb_agg(to_jsonb(r) ORDER BY r.${order}), '[]') FROM (SELECT ${columns} FROM ${from}) r)`

const MESSAGES = `id, direction, purpose, status, reason, body, media, segments, from_address, to_address, provider_sid, error_code,
  price, run_id, node_id, gate, created_at, sent_at, delivered_at, cleared_at`

const statement = `
  SELECT jsonb_build_object(
    'contact', to_jsonb(c) - 'search' - 'workspace_id',
    'consents', ${all('id, status, source, wording, ip, user_agent, page, actor, message_id, at, recorded_at', 'consents WHERE contact_id = c.id', 'at')},
    'complianceEvents', ${all('id, kind, source, text, message_id, at', 'compliance_events WHERE workspace_id = c.workspace_id AND phone = c.phone', 'at')},
    'suppression', (SELECT to_jsonb(s) - 'workspace_id' FROM suppressions s WHERE s.workspace_id = c.workspace_id AND s.phone = c.phone),
    'messages', ${all(MESSAGES, 'messages WHERE contact_id = c.id', 'created_at')},
    'runs', ${all(
      `r.id, f.name AS workflow, r.status, r.exit_reason, r.vars, r.started_at, r.finished_at,
       (SELECT jsonb_agg(to_jsonb(s) - 'run_id' - 'workspace_id' ORDER BY s.seq) FROM steps s WHERE s.run_id = r.id) AS steps`,
      'runs r JOIN workflows f ON f.id = r.workflow_id WHERE r.contact_id = c.id',
      'started_at',
    )},
    'timeline', ${all('id, kind, summary, data, at', 'timeline_events WHERE contact_id = c.id', 'at')},
    'events', ${all('id, name, data, at', 'custom_events WHERE contact_id = c.id', 'at')},
    'calls', ${all('id, call_sid, from_address, to_address, direction, status, duration_seconds, started_at, ended_at, data', 'call_logs WHERE contact_id = c.id', 'started_at')},
    'files', ${all('id, file_name, content_type, size_bytes, sha256, origin, created_at, expires_at', 'media_assets WHERE contact_id = c.id', 'created_at')},
    'links', ${all('code, url, message_id, created_at, clicked_at, clicks', 'links WHERE contact_id = c.id', 'created_at')},
    'webhooks', ${all(
      'w.kind, w.params, w.received_at',
      `webhook_events w WHERE w.workspace_id = c.workspace_id AND w.kind = 'message' AND w.event_key = ANY(
        SELECT m.provider_sid FROM messages m WHERE m.contact_id = c.id AND m.provider_sid IS NOT NULL)`,
      'received_at',
    )}
  ) AS person
  FROM contacts c WHERE c.workspace_id = $1 AND c.id = $2`

/** GDPR Art. 15 and 20, CCPA access. @returns null when there is no such contact */
export async function exportPerson(db: Db, workspaceId: string, contactId: string): Promise<PersonExport | null> {
  const [row] = await db.query<{ person: PersonExport }>(statement, [workspaceId, contactId])
  return row?.person ?? null
}
