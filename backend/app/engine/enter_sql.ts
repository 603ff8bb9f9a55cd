// In the order of the key, so that two bulk enrolments don't wait for each other.
const REFUSED = `refused AS (
      INSERT INTO entry_refusals (contact_id, workflow_id, reason, at)
      SELECT DISTINCT ON (contact_id, workflow_id) contact_id, workflow_id, reason, now FROM judged
      WHERE reason IS NOT NULL AND reason NOT IN ('unknown_contact', 'not_published') ORDER BY contact_id, workflow_id
      ON CONFLICT (contact_id, workflow_id) DO UPDATE
        SET reason = excluded.reason, at = excluded.at, times = entry_refusals.times + 1
    )`

const ENTERED = `entered AS (
      INSERT INTO runs (id, workspace_id, workflow_id, version_id, contact_id, wake_at, entered_at, started_at, entry, lane,
        status, node_id, trigger_key, parent_run_id, vars)
      SELECT coalesce(run_id, uuidv7()), workspace_id, workflow_id, version_id, contact_id, now, now, now, entry, lane,
        'ready', first_node, trigger_key, parent_run_id,
        CASE WHEN trigger IS NULL THEN '{}' ELSE jsonb_build_object('trigger', trigger) END
      FROM judged WHERE reason IS NULL
      ON CONFLICT DO NOTHING
      RETURNING id, workflow_id, contact_id
    )`

/**
 * One statement that judges and starts runs, for one contact or a million. Two enrolments of a contact at the same
 * moment take the same entry number, and the unique index lets one of them through, so no rule about re-entry can be
 * got round by a race. Whoever is not let in is noted with the reason, the last one of each contact and workflow.
 * @param source a query with the columns workflow_id, contact_id, node_id, run_id, parent_run_id, trigger, trigger_key,
 *   lane (text, uuid and jsonb; null where not known)
 * @param answer what to select at the end; sees `judged` (all, with `reason`) and `entered` (those who came in)
 */
export function enterSql(source: string, answer: string): string {
  return `
    WITH wanted AS (${source}),
    flows AS (
      SELECT f.id, f.workspace_id, f.status, v.id AS version_id,
        coalesce(v.graph #>> '{settings,reentry}', 'never') AS reentry,
        make_interval(days => coalesce((v.graph #>> '{settings,reentryDays}')::integer, 1)) AS pause,
        jsonb_path_query_first(v.graph, '$.nodes[*] ? (@.type == "trigger").id') #>> '{}' AS first_node,
        date_trunc('milliseconds', statement_timestamp() + w.clock_offset) AS now
      FROM (SELECT DISTINCT workflow_id FROM wanted) d
      JOIN workflows f ON f.id = d.workflow_id
      JOIN workflow_versions v ON v.id = f.published_version_id
      JOIN workspaces w ON w.id = f.workspace_id
    ),
    judged AS (
      SELECT wanted.*, f.workspace_id, f.version_id, coalesce(wanted.node_id, f.first_node) AS first_node, f.now,
        coalesce(former.entry, 0) + 1 AS entry,
        CASE
          WHEN f.id IS NULL THEN 'not_published'
          WHEN f.status = 'paused' THEN 'workflow_paused'
          WHEN f.status <> 'live' THEN 'not_published'
          WHEN c.workspace_id IS DISTINCT FROM f.workspace_id THEN 'unknown_contact'
          WHEN c.opt_in_status = 'opted_out' THEN 'opted_out'
          WHEN former.entry IS NULL OR f.reentry = 'always' THEN NULL
          WHEN f.reentry = 'never' THEN 'already_entered'
          WHEN EXISTS (
            SELECT FROM runs a WHERE a.contact_id = wanted.contact_id AND a.workflow_id = wanted.workflow_id
              AND a.status IN ('ready', 'waiting')
          ) THEN 'under_way'
          WHEN f.reentry = 'every_n_days' AND former.latest > f.now - f.pause THEN 'too_soon'
        END AS reason
      FROM wanted
      LEFT JOIN flows f ON f.id = wanted.workflow_id
      -- By the primary key alone: an index that begins with the workspace would be a scan of all its contacts.
      LEFT JOIN contacts c ON c.id = wanted.contact_id
      LEFT JOIN LATERAL (
        -- By ORDER BY and LIMIT, so that the planner takes runs_entry even while the table has no statistics.
        SELECT r.entry, r.started_at AS latest FROM runs r
        WHERE r.workflow_id = wanted.workflow_id AND r.contact_id = wanted.contact_id
        ORDER BY r.entry DESC LIMIT 1
      ) former ON true
    ),
    ${REFUSED},
    ${ENTERED}
    ${answer}`
}
