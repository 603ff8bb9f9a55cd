import type { ContactFacts, IncomingReply, RunState, RunVars, Signal, WaitKind } from '@soniarose/core'
import { SUSPECTS_TOGETHER, type DueRun, type Lane } from '@soniarose/worker'

/** Milliseconds that a due run may be late and still count its waits from the moment at which it was due. */
const PUNCTUAL_MS = 2_000

/**
 * Columns of a due run, its contact, workflow and workspace. Times come as epoch milliseconds, by date_part: it counts
 * in floating point, which is exact here and far cheaper than extract's decimals.
 */
const COLUMNS = `
  r.id, r.workspace_id, r.workflow_id, r.version_id, r.contact_id, r.parent_run_id,
  r.node_id, r.seq, r.epoch, r.steps_used, r.since_wait, r.lane, r.failures, r.wait_kind, r.wait_key,
  date_part('epoch', r.entered_at) * 1000 AS entered_at,
  date_part('epoch', r.started_at) * 1000 AS started_at,
  date_part('epoch', r.wake_at) * 1000 AS wake_at,
  CASE WHEN isfinite(r.wait_until) THEN date_part('epoch', r.wait_until) * 1000 END AS wait_until,
  r.wait_until IS NOT NULL AS woken,
  r.vars, r.signal, r.pending_reply,
  c.phone, c.first_name, c.last_name, c.email, c.time_zone, c.opt_in_status, c.attributes,
  CASE WHEN c.tags <> '{}' THEN array_to_json(c.tags) END AS tags,
  date_part('epoch', c.created_at) * 1000 AS contact_created_at,
  f.name AS workflow_name,
  w.settings->>'timeZone' AS default_time_zone,
  date_part('epoch', statement_timestamp() + w.clock_offset) * 1000 AS now`

/**
 * The columns are those of the locking select itself: a join back to the same table would read the statement's older
 * snapshot and advance a stale row. statement_timestamp() instead of clock_timestamp(), which no index condition may use.
 */
export const CLAIM_RUNS = {
  name: 'claim_runs',
  text: `
    SELECT ${COLUMNS}
    FROM unnest($1::uuid[]) AS asked(id)
    JOIN workspaces w ON w.id = asked.id
    CROSS JOIN LATERAL (
      SELECT * FROM runs
      WHERE runs.workspace_id = w.id AND runs.lane = $2 AND runs.failures = 0
        AND runs.wake_at <= statement_timestamp() + w.clock_offset
      ORDER BY runs.wake_at LIMIT $3
      FOR UPDATE SKIP LOCKED
    ) r
    JOIN contacts c ON c.id = r.contact_id
    JOIN workflows f ON f.id = r.workflow_id`,
}

/** The same for given runs, which a batch that could not be written is halved into. */
export const CLAIM_RUNS_BY_ID = {
  name: 'claim_runs_by_id',
  text: `
    SELECT ${COLUMNS}
    FROM unnest($1::uuid[]) AS asked(id)
    CROSS JOIN LATERAL (
      SELECT * FROM runs WHERE runs.id = asked.id AND runs.wake_at IS NOT NULL FOR UPDATE SKIP LOCKED
    ) r
    JOIN workspaces w ON w.id = r.workspace_id
    JOIN contacts c ON c.id = r.contact_id
    JOIN workflows f ON f.id = r.workflow_id
    WHERE r.wake_at <= statement_timestamp() + w.clock_offset`,
}

/** Runs of which a process may have died. By the index of those runs, which is all but empty. */
const suspectsSql = (which: string, limit: number): string => `
    SELECT ${COLUMNS}
    FROM (
      SELECT * FROM runs s
      WHERE s.failures > 0 AND ${which}
        AND s.wake_at <= statement_timestamp() + (SELECT o.clock_offset FROM workspaces o WHERE o.id = s.workspace_id)
      ORDER BY s.wake_at LIMIT ${limit}
      FOR UPDATE SKIP LOCKED
    ) r
    JOIN workspaces w ON w.id = r.workspace_id
    JOIN contacts c ON c.id = r.contact_id
    JOIN workflows f ON f.id = r.workflow_id`

export const CLAIM_SUSPECTS = {
  name: 'claim_suspects',
  text: suspectsSql('s.failures = 1', SUSPECTS_TOGETHER),
}

export const CLAIM_SUSPECT_ALONE = { name: 'claim_suspect_alone', text: suspectsSql('s.failures > 1', 1) }

/** A process died while it held these runs. Whatever has been written since is beyond suspicion: its epoch has moved on. */
export const SUSPECT_RUNS = {
  name: 'suspect_runs',
  text: `
    UPDATE runs r SET failures = CASE WHEN $3 THEN r.failures + 1 ELSE least(r.failures + 1, greatest(r.failures, 2)) END
    FROM unnest($1::uuid[], $2::integer[]) AS x(id, epoch)
    WHERE r.id = x.id AND r.epoch = x.epoch AND r.status IN ('ready', 'waiting')
    RETURNING r.id, r.failures`,
}

/**
 * Runs whose texts have just got their outcome, to go on in the same transaction. What somebody else holds is absent, and
 * only has its wait ended. CASE hides the status from the planner, who would else walk through a partial index.
 */
export const CLAIM_SETTLED_RUNS = {
  name: 'claim_settled_runs',
  text: `
    SELECT ${COLUMNS}
    FROM unnest($1::uuid[], $2::text[]) AS x("runId", "waitKey")
    CROSS JOIN LATERAL (
      SELECT * FROM runs
      WHERE runs.id = x."runId"
        AND CASE WHEN runs.status = 'waiting' AND runs.wait_kind = 'message' THEN runs.wait_key = x."waitKey" AND runs.signal IS NULL END
        AND runs.failures = 0
      FOR UPDATE SKIP LOCKED
    ) r
    JOIN workspaces w ON w.id = r.workspace_id
    JOIN contacts c ON c.id = r.contact_id
    JOIN workflows f ON f.id = r.workflow_id`,
}

export const DUE_WORKSPACES = {
  name: 'due_workspaces_of_runs',
  text: `
    SELECT w.id FROM workspaces w
    WHERE EXISTS (
      SELECT FROM runs r WHERE r.workspace_id = w.id AND r.lane = $1
        AND r.wake_at <= statement_timestamp() + w.clock_offset
    )
    ORDER BY random() LIMIT $2`,
}

/** A row of the claims above. */
export interface ClaimedRow {
  id: string
  workspace_id: string
  workflow_id: string
  version_id: string
  contact_id: string
  parent_run_id: string | null
  node_id: string
  seq: number
  epoch: number
  steps_used: number
  since_wait: number
  lane: Lane
  failures: number
  wait_kind: WaitKind | null
  wait_key: string | null
  entered_at: number
  started_at: number
  /** null: woken by something else in this very transaction. */
  wake_at: number | null
  wait_until: number | null
  woken: boolean
  vars: Partial<RunVars>
  signal: Signal | null
  pending_reply: IncomingReply | null
  phone: string
  first_name: string | null
  last_name: string | null
  email: string | null
  time_zone: string | null
  opt_in_status: ContactFacts['optInStatus']
  attributes: ContactFacts['attributes']
  tags: string[] | null
  contact_created_at: number
  workflow_name: string
  default_time_zone: string | null
  now: number
}

/** A claimed row as the engine sees it. */
export function dueRunOf(row: ClaimedRow): DueRun {
  const wakeAt = row.wake_at === null ? null : Math.round(row.wake_at)
  const databaseNow = Math.floor(row.now)
  const until = row.woken ? row.wait_until && Math.round(row.wait_until) : wakeAt
  // Woken by its own time: counted from the due moment, so that daily waits do not drift by the engine's delay.
  const isPunctual = wakeAt !== null && !row.signal && !row.woken && databaseNow - wakeAt < PUNCTUAL_MS
  const now = isPunctual ? Math.max(wakeAt, Math.round(row.entered_at)) : databaseNow
  return {
    run: runStateOf(row, until),
    epoch: row.epoch,
    workspaceId: row.workspace_id,
    workflowId: row.workflow_id,
    versionId: row.version_id,
    contact: contactOf(row),
    workflowName: row.workflow_name,
    defaultTimeZone: row.default_time_zone,
    now,
    signal: row.signal,
    pendingReply: row.pending_reply,
    lane: row.lane,
    parentRunId: row.parent_run_id,
    failures: row.failures,
  }
}

function runStateOf(row: ClaimedRow, until: number | null): RunState {
  return {
    id: row.id,
    nodeId: row.node_id,
    seq: row.seq,
    enteredAt: Math.round(row.entered_at),
    startedAt: Math.round(row.started_at),
    status: row.wait_kind ? 'waiting' : 'ready',
    exitReason: null,
    vars: { trigger: row.vars.trigger ?? {}, reply: row.vars.reply ?? null, steps: row.vars.steps ?? {} },
    wait: row.wait_kind && { kind: row.wait_kind, key: row.wait_key, wakeAt: until },
    stepsUsed: row.steps_used,
    stepsSinceWait: row.since_wait,
  }
}

function contactOf(row: ClaimedRow): ContactFacts {
  return {
    id: row.contact_id,
    phone: row.phone,
    firstName: row.first_name,
    lastName: row.last_name,
    email: row.email,
    timeZone: row.time_zone,
    optInStatus: row.opt_in_status,
    tags: row.tags ?? [],
    attributes: row.attributes,
    createdAt: new Date(row.contact_created_at).toISOString(),
  }
}
