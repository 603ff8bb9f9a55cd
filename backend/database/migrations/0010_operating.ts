import { BaseSchema } from '@adonisjs/lucid/schema'

/** What an operator needs: runs that a process may have died of, what a thaw does by age, why somebody was not let in. */
export default class extends BaseSchema {
  override async up(): Promise<void> {
    this.schema.raw(`
      CREATE INDEX runs_suspects ON runs (wake_at) WHERE failures > 0 AND wake_at IS NOT NULL;

      -- When the text was to go out, had nobody held it back until that is lifted.
      ALTER TABLE messages ADD COLUMN held_since timestamptz;
      -- What becomes of the texts that were held, by age, from the last lifting on: {at, rules: [{seconds, then}]}.
      -- null: all of them go out. The workers' sweep releases by it what the lifting itself had no room for.
      ALTER TABLE workspaces ADD COLUMN thaw jsonb;
      ALTER TABLE workflows ADD COLUMN thaw jsonb;

      CREATE FUNCTION forget_thaw() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN NEW.thaw = NULL; RETURN NEW; END $$;
      CREATE TRIGGER workspaces_frozen BEFORE UPDATE OF frozen_at ON workspaces FOR EACH ROW
        WHEN (OLD.frozen_at IS NULL AND NEW.frozen_at IS NOT NULL) EXECUTE FUNCTION forget_thaw();
      CREATE TRIGGER workflows_paused BEFORE UPDATE OF status ON workflows FOR EACH ROW
        WHEN (OLD.status <> 'paused' AND NEW.status = 'paused') EXECUTE FUNCTION forget_thaw();

      -- The rule of the oldest age that the text has passed: send, skip or retime.
      CREATE FUNCTION thaw_action(p_thaw jsonb, p_due timestamptz) RETURNS text LANGUAGE sql STABLE AS $$
        SELECT coalesce((
          SELECT rule->>'then' FROM jsonb_array_elements(p_thaw->'rules') rule
          WHERE extract(epoch FROM (p_thaw->>'at')::timestamptz - p_due) > (rule->>'seconds')::float8
          ORDER BY (rule->>'seconds')::float8 DESC LIMIT 1), 'send')
      $$;

      -- The next day's same time of day, as clocks show it where the contact is.
      CREATE FUNCTION same_time_after(p_due timestamptz, p_after timestamptz, p_zone text) RETURNS timestamptz
      LANGUAGE plpgsql STABLE AS $$
        DECLARE
          v_days integer := floor(extract(epoch FROM p_after - p_due) / 86400);
          v_moment timestamptz;
        BEGIN
          FOR v_more IN 0..2 LOOP
            v_moment := ((p_due AT TIME ZONE p_zone) + make_interval(days => v_days + v_more)) AT TIME ZONE p_zone;
            EXIT WHEN v_moment > p_after;
          END LOOP;
          RETURN v_moment;
        EXCEPTION WHEN invalid_parameter_value THEN
          -- A zone that Postgres does not know must not keep a thousand others from being released.
          RETURN same_time_after(p_due, p_after, 'UTC');
        END $$;

      -- Never waits: a text or a run that somebody holds has its turn in the next portion, so that two who each hold what
      -- the other wants can't come about. A skipped text ends its run's wait in the same statement, and so once.
      CREATE OR REPLACE FUNCTION release_held(p_held_by uuid) RETURNS bigint LANGUAGE sql AS $$
        WITH policy AS (
          SELECT thaw, 'frozen_too_long' AS reason FROM workspaces WHERE id = p_held_by
          UNION ALL SELECT thaw, 'paused_too_long' FROM workflows WHERE id = p_held_by
        ), chosen AS (
          SELECT m.id, m.run_id, m.contact_id, m.workspace_id, coalesce(m.held_since, m.created_at) AS due FROM messages m
          WHERE m.held_by = p_held_by AND m.status = 'held' AND m.send_after IS NULL
          ORDER BY m.id LIMIT 5000 FOR UPDATE SKIP LOCKED
        ), judged AS (
          SELECT c.*, p.reason, p.thaw, thaw_action(p.thaw, c.due) AS action FROM chosen c LEFT JOIN policy p ON true
        ), free AS (
          SELECT r.id FROM runs r WHERE r.id IN (SELECT j.run_id FROM judged j WHERE j.action = 'skip')
          FOR NO KEY UPDATE SKIP LOCKED
        ), skipped AS (
          UPDATE messages m SET status = 'skipped', reason = j.reason, held_by = NULL,
            gate = jsonb_build_object('outcome', 'skip', 'sentence', 'The text was too old when sending went on.',
              'values', jsonb_build_object('dueAt', j.due, 'liftedAt', j.thaw->>'at'))
          FROM judged j
          WHERE m.id = j.id AND j.action = 'skip' AND (j.run_id IS NULL OR j.run_id IN (SELECT f.id FROM free f))
          RETURNING m.id, m.run_id, m.reason
        ), settled AS (
          UPDATE runs r SET status = 'ready', wait_until = coalesce(r.wait_until, r.wake_at, 'infinity'),
            wake_at = date_trunc('milliseconds', workspace_now(r.workspace_id)),
            signal = jsonb_build_object('kind', 'message', 'key', s.id, 'outcome', 'skipped', 'reason', s.reason)
          FROM skipped s
          WHERE r.id = s.run_id AND r.status = 'waiting' AND r.wait_kind = 'message' AND r.wait_key = s.id::text
            AND r.signal IS NULL
        ), retimed AS (
          UPDATE messages m SET held_by = NULL, held_since = NULL, reason = 'retimed',
            send_after = same_time_after(j.due, workspace_now(m.workspace_id),
              coalesce(c.time_zone, w.settings->>'timeZone', 'UTC'))
          FROM judged j JOIN contacts c ON c.id = j.contact_id JOIN workspaces w ON w.id = j.workspace_id
          WHERE m.id = j.id AND j.action = 'retime' RETURNING 1
        ), released AS (
          UPDATE messages m SET held_by = NULL, send_after = date_trunc('milliseconds', workspace_now(m.workspace_id))
          FROM judged j WHERE m.id = j.id AND j.action = 'send' RETURNING 1
        )
        SELECT (SELECT count(*) FROM skipped) + (SELECT count(*) FROM retimed) + (SELECT count(*) FROM released)
      $$;

      -- The last time that a workflow did not let a contact in, and why. What says so is the entry itself.
      CREATE TABLE entry_refusals (
        contact_id uuid NOT NULL REFERENCES contacts ON DELETE CASCADE,
        workflow_id uuid NOT NULL REFERENCES workflows ON DELETE CASCADE,
        reason text NOT NULL,
        at timestamptz NOT NULL,
        times integer NOT NULL DEFAULT 1,
        PRIMARY KEY (contact_id, workflow_id)
      );
      CREATE INDEX entry_refusals_workflow ON entry_refusals (workflow_id);
    `)
    return Promise.resolve()
  }

  override async down(): Promise<void> {
    this.schema.raw(`
      DROP TABLE entry_refusals;
      CREATE OR REPLACE FUNCTION release_held(p_held_by uuid) RETURNS bigint LANGUAGE sql AS $$
        WITH released AS (
          UPDATE messages m SET held_by = NULL, send_after = date_trunc('milliseconds', workspace_now(m.workspace_id))
          FROM (
            SELECT id FROM messages WHERE held_by = p_held_by AND status = 'held' AND send_after IS NULL
            LIMIT 5000 FOR UPDATE SKIP LOCKED
          ) chosen
          WHERE m.id = chosen.id RETURNING 1
        )
        SELECT count(*) FROM released
      $$;
      DROP TRIGGER workspaces_frozen ON workspaces;
      DROP TRIGGER workflows_paused ON workflows;
      DROP FUNCTION forget_thaw(), thaw_action(jsonb, timestamptz), same_time_after(timestamptz, timestamptz, text);
      ALTER TABLE workflows DROP COLUMN thaw;
      ALTER TABLE workspaces DROP COLUMN thaw;
      ALTER TABLE messages DROP COLUMN held_since;
      DROP INDEX runs_suspects;
    `)
    return Promise.resolve()
  }
}
