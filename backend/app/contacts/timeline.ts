import type { Db } from '#app/core/db'

export interface TimelineRow {
  id: string
  kind: string
  at: Date
  summary: string
  data: Record<string, unknown>
  /** To the microsecond, which a Date does not keep. */
  at_key: string
}

export interface TimelinePage {
  limit: number
  /** Time and id of the last row of the page before. */
  after: [string, string] | null
}

/**
 * Each part gives at most a page of its newest rows, so that the union stays small however long the history is.
 * `$1` contact, `$2` and `$3` the last row seen, `$4` the limit.
 */
const part = (select: string) => `
  (SELECT * FROM (${select}) AS one(id, kind, at, summary, data)
    WHERE $2::timestamptz IS NULL OR (at, id) < ($2::timestamptz, $3::text)
    ORDER BY at DESC, id DESC LIMIT $4)`

const parts = [
  `SELECT id::text, kind, at, summary, data FROM timeline_events WHERE contact_id = $1`,
  `SELECT id::text, CASE direction WHEN 'inbound' THEN 'message_received' ELSE 'message_sent' END, created_at,
          left(body, 200),
          jsonb_build_object('messageId', id, 'direction', direction, 'status', status, 'body', body, 'reason', reason,
            'errorCode', error_code, 'runId', run_id, 'nodeId', node_id, 'segments', segments, 'deliveredAt', delivered_at)
     FROM messages WHERE contact_id = $1`,
  `SELECT r.id::text, 'run_started', r.started_at, 'Entered ' || w.name,
          jsonb_build_object('runId', r.id, 'workflowId', w.id, 'workflowName', w.name)
     FROM runs r JOIN workflows w ON w.id = r.workflow_id WHERE r.contact_id = $1`,
  `SELECT r.id::text || ':end', 'run_' || r.status, r.finished_at,
          CASE r.status WHEN 'completed' THEN 'Finished ' WHEN 'failed' THEN 'Failed in ' ELSE 'Left ' END || w.name
            || coalesce(' (' || replace(r.exit_reason, '_', ' ') || ')', ''),
          jsonb_build_object('runId', r.id, 'workflowId', w.id, 'workflowName', w.name, 'exitReason', r.exit_reason)
     FROM runs r JOIN workflows w ON w.id = r.workflow_id WHERE r.contact_id = $1 AND r.finished_at IS NOT NULL`,
  `SELECT id::text, 'consent', at, 'Consent: ' || replace(status, '_', ' ') || ' by ' || source
            || CASE WHEN status = 'opted_out' THEN coalesce(': ' || left(wording, 160), '') ELSE '' END,
          jsonb_build_object('status', status, 'source', source, 'wording', wording, 'actor', actor, 'recordedAt', recorded_at,
            'messageId', message_id)
     FROM consents WHERE contact_id = $1`,
  // What was noted with a consent, in the same moment, is evidence of it and no second event of the contact's.
  `SELECT id::text, kind, at, upper(left(kind, 1)) || replace(substr(kind, 2), '_', ' ') || coalesce(': ' || left(text, 160), ''),
          jsonb_build_object('source', source, 'text', text, 'messageId', message_id)
     FROM compliance_events e WHERE contact_id = $1 AND NOT EXISTS (
       SELECT FROM consents k WHERE k.contact_id = $1
         AND k.status = CASE WHEN e.kind IN ('stop', 'opt_out') THEN 'opted_out'
           WHEN e.kind IN ('start', 'opt_in', 'double_opt_in') THEN 'opted_in' END
         AND (k.message_id = e.message_id
           OR uuid_extract_timestamp(k.id) BETWEEN uuid_extract_timestamp(e.id) - interval '1 second' AND uuid_extract_timestamp(e.id) + interval '1 second'))`,
  `SELECT id::text, 'event', at, CASE name WHEN 'link_clicked' THEN 'Clicked ' || left(data->>'url', 160) ELSE 'Event ' || name END, jsonb_build_object('name', name, 'data', data)
     FROM custom_events WHERE contact_id = $1`,
  `SELECT id::text, 'call', started_at, 'Call ' || replace(status, '-', ' '),
          jsonb_build_object('callSid', call_sid, 'direction', direction, 'status', status, 'duration', duration_seconds)
     FROM call_logs WHERE contact_id = $1`,
]

const statement = `SELECT *, at::text AS at_key FROM (${parts.map(part).join(' UNION ALL ')}) AS rows ORDER BY at DESC, id DESC LIMIT $4`

/** What happened with a contact, newest first: read from where it is kept, written nowhere twice. */
export function readTimeline(db: Db, contactId: string, page: TimelinePage): Promise<TimelineRow[]> {
  return db.query<TimelineRow>(statement, [contactId, page.after?.[0] ?? null, page.after?.[1] ?? null, page.limit + 1])
}
