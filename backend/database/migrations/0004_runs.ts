import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * Runs, their steps and the effects that they ask of the outside. A waiting run is one small row: what it waits for is
 * in the row itself, and `signal` is set once by whatever settles the wait (see docs/adr/0002).
 */
export default class extends BaseSchema {
  override async up() {
    this.schema.raw(`
      CREATE TABLE runs (
        id uuid PRIMARY KEY DEFAULT uuidv7(),
        workspace_id uuid NOT NULL,
        workflow_id uuid NOT NULL,
        version_id uuid NOT NULL REFERENCES workflow_versions,
        contact_id uuid NOT NULL,
        wake_at timestamptz,
        entered_at timestamptz NOT NULL,
        started_at timestamptz NOT NULL,
        finished_at timestamptz,
        -- Set when something outside wakes the run before its time: the wake_at that the wait had ('infinity': none), so
        -- that a wait which turns out not to be over keeps its end.
        wait_until timestamptz,
        seq integer NOT NULL DEFAULT 1,
        -- Which entry of this contact into this workflow: two enrolments at the same moment collide on it.
        entry integer NOT NULL DEFAULT 1,
        steps_used integer NOT NULL DEFAULT 1,
        since_wait smallint NOT NULL DEFAULT 1,
        epoch integer NOT NULL DEFAULT 0,
        -- 0 interactive (replies, single enrolments), 1 bulk: the claim takes 0 first.
        lane smallint NOT NULL DEFAULT 0,
        failures smallint NOT NULL DEFAULT 0,
        status text NOT NULL CHECK (status IN ('ready', 'waiting', 'completed', 'exited', 'failed', 'canceled')),
        exit_reason text,
        node_id text,
        wait_kind text CHECK (wait_kind IN ('time', 'reply', 'event', 'message', 'effect', 'child')),
        wait_key text,
        -- Groups a run with the event that started it: the same event starts a workflow once.
        trigger_key text,
        -- The run that waits for this one to end.
        parent_run_id uuid,
        signal jsonb,
        pending_reply jsonb,
        vars jsonb NOT NULL DEFAULT '{}',
        FOREIGN KEY (contact_id) REFERENCES contacts ON DELETE CASCADE,
        FOREIGN KEY (workspace_id, workflow_id) REFERENCES workflows (workspace_id, id) ON DELETE CASCADE
      ) WITH (fillfactor = 75);
      CREATE INDEX runs_due ON runs (workspace_id, lane, wake_at) WHERE wake_at IS NOT NULL;
      CREATE UNIQUE INDEX runs_entry ON runs (workflow_id, contact_id, entry);
      CREATE INDEX runs_workflow ON runs (workflow_id, id);
      CREATE INDEX runs_contact_active ON runs (contact_id) WHERE status IN ('ready', 'waiting');
      CREATE UNIQUE INDEX runs_trigger ON runs (workflow_id, trigger_key) WHERE trigger_key IS NOT NULL;
      CREATE INDEX runs_failed ON runs (workspace_id, finished_at) WHERE status = 'failed';

      -- By run id, which is a UUIDv7 and so ordered by the run's start: a month of old runs is one partition to detach.
      CREATE TABLE steps (
        run_id uuid NOT NULL,
        seq integer NOT NULL,
        workspace_id uuid NOT NULL,
        started_at timestamptz NOT NULL,
        finished_at timestamptz NOT NULL,
        node_id text NOT NULL,
        node_type text NOT NULL,
        status text NOT NULL CHECK (status IN ('completed', 'failed', 'skipped', 'canceled')),
        outcome text,
        detail jsonb,
        PRIMARY KEY (run_id, seq)
      ) PARTITION BY RANGE (run_id);
      CREATE TABLE steps_default PARTITION OF steps DEFAULT;

      -- Only the engine inserts steps, and only while it holds their run's lock, so a check per row (a fifth of the
      -- cost of a visit) would prove nothing. The cascade is made for a whole statement at once.
      CREATE FUNCTION forget_runs() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          DELETE FROM steps USING gone WHERE steps.run_id = gone.id;
          RETURN NULL;
        END $$;
      CREATE TRIGGER runs_forgotten AFTER DELETE ON runs REFERENCING OLD TABLE AS gone
        FOR EACH STATEMENT EXECUTE FUNCTION forget_runs();

      CREATE TABLE effects (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        run_id uuid NOT NULL REFERENCES runs ON DELETE CASCADE,
        step_seq integer NOT NULL,
        node_id text NOT NULL,
        kind text NOT NULL,
        input jsonb NOT NULL,
        status text NOT NULL DEFAULT 'planned' CHECK (status IN ('planned', 'running', 'done', 'failed', 'canceled')),
        attempt smallint NOT NULL DEFAULT 0,
        -- Infrastructure deadlines: plain database time, never a workspace's clock.
        due_at timestamptz NOT NULL DEFAULT now(),
        lease_until timestamptz,
        epoch integer NOT NULL DEFAULT 0,
        result jsonb,
        error text,
        created_at timestamptz NOT NULL DEFAULT now(),
        finished_at timestamptz,
        UNIQUE (run_id, step_seq)
      );
      CREATE INDEX effects_due ON effects (due_at) WHERE status = 'planned';
      CREATE INDEX effects_lease ON effects (lease_until) WHERE status = 'running';
      CREATE INDEX effects_open ON effects (workspace_id) WHERE status IN ('planned', 'running');

      -- One row per worker process, so that the console can say whether anybody works.
      CREATE UNLOGGED TABLE workers (
        id uuid PRIMARY KEY,
        host text NOT NULL,
        pid integer NOT NULL,
        started_at timestamptz NOT NULL DEFAULT now(),
        seen_at timestamptz NOT NULL DEFAULT now(),
        stats jsonb NOT NULL DEFAULT '{}'
      );
    `)
  }

  override async down() {
    this.schema.raw('DROP TABLE workers, effects, steps, runs; DROP FUNCTION forget_runs()')
  }
}
