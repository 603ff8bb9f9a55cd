import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * What keeps the tables fast as they grow: months of steps, counters in place of counting, indexes for the questions that
 * would read everything, and what retention needs (see docs/adr/0007).
 */
export default class extends BaseSchema {
  override async up(): Promise<void> {
    this.schema.raw(`${MONTHS} ${COUNTERS} ${INDEXES} ${RETENTION} ${UPKEEP}`)
    return Promise.resolve()
  }

  override async down(): Promise<void> {
    this.schema.raw(`
      DROP TRIGGER steps_counted ON steps;
      DROP TRIGGER runs_counted ON runs;
      DROP TRIGGER workflows_forgotten ON workflows;
      DROP FUNCTION count_visits(), count_ends(), forget_counts(), add_steps_month(timestamptz), uuid_at(timestamptz);
      DROP TABLE workflow_counts, retention_progress, upkeep;
      DROP INDEX runs_contact, runs_standing, runs_by_end, runs_ended, messages_unusual, messages_inbound, messages_sent_at,
        compliance_events_phone, consents_message, compliance_events_message, webhook_events_age;
      CREATE INDEX runs_contact_active ON runs (contact_id) WHERE status IN ('ready', 'waiting');
      ALTER TABLE runs DROP COLUMN archived_at;
      ALTER TABLE messages DROP COLUMN cleared_at;
    `)
    return Promise.resolve()
  }
}

const MONTHS = `
  -- The least id that a UUIDv7 of this moment can have.
  CREATE FUNCTION uuid_at(p_at timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (lpad(to_hex(floor(extract(epoch FROM p_at) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
  $$;

  -- Makes the month of steps in which the moment is, unless it is there. The table is made whole before it is attached:
  -- attaching lets everybody else insert (SHARE UPDATE EXCLUSIVE), where CREATE TABLE … PARTITION OF would not.
  CREATE FUNCTION add_steps_month(p_at timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
    DECLARE
      month timestamptz := date_trunc('month', p_at, 'UTC');
      name text := 'steps_' || to_char(month AT TIME ZONE 'UTC', 'YYYY_MM');
      low uuid := uuid_at(month);
      high uuid := uuid_at(date_trunc('month', month + interval '32 days', 'UTC'));
    BEGIN
      IF to_regclass(name) IS NOT NULL THEN RETURN false; END IF;
      EXECUTE format('CREATE TABLE %I (LIKE steps INCLUDING ALL, CONSTRAINT of_month CHECK (run_id >= %L AND run_id < %L))
        WITH (autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05)', name, low, high);
      EXECUTE format('ALTER TABLE steps ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', name, low, high);
      EXECUTE format('ALTER TABLE %I DROP CONSTRAINT of_month', name);
      RETURN true;
    END $$;

  -- A database that holds steps already gets its months from the first worker, which moves them there bit by bit.
  SELECT add_steps_month(now() + n * interval '1 month') FROM generate_series(0, 2) n
    WHERE NOT EXISTS (SELECT FROM steps);
`

const COUNTERS = `
  -- How often a node was left, by the way it was left (node_id '' : how many runs have ended, by status). Every batch adds
  -- rows of its own, so that no two writers meet; the upkeep adds old rows up. at: null when added up.
  CREATE TABLE workflow_counts (
    workflow_id uuid NOT NULL,
    at timestamptz DEFAULT now(),
    n bigint NOT NULL,
    node_id text NOT NULL,
    status text NOT NULL,
    outcome text
  ) WITH (autovacuum_vacuum_scale_factor = 0.1, autovacuum_vacuum_threshold = 2000);

  INSERT INTO workflow_counts (workflow_id, at, n, node_id, status, outcome)
    SELECT r.workflow_id, NULL, count(*), s.node_id, s.status, s.outcome FROM steps s JOIN runs r ON r.id = s.run_id
    GROUP BY r.workflow_id, s.node_id, s.status, s.outcome;
  INSERT INTO workflow_counts (workflow_id, at, n, node_id, status)
    SELECT workflow_id, NULL, count(*), '', status FROM runs WHERE finished_at IS NOT NULL GROUP BY workflow_id, status;
  CREATE INDEX workflow_counts_workflow ON workflow_counts (workflow_id, at);

  CREATE FUNCTION count_visits() RETURNS trigger LANGUAGE plpgsql
    SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off AS $$
    BEGIN
      -- Steps that are only put in another place were counted when they came.
      IF current_setting('soniarose.moves_steps', true) = 'on' THEN RETURN NULL; END IF;
      INSERT INTO workflow_counts (workflow_id, n, node_id, status, outcome)
      SELECT r.workflow_id, count(*), v.node_id, v.status, v.outcome FROM visited v JOIN runs r ON r.id = v.run_id
      GROUP BY r.workflow_id, v.node_id, v.status, v.outcome;
      RETURN NULL;
    END $$;
  CREATE TRIGGER steps_counted AFTER INSERT ON steps REFERENCING NEW TABLE AS visited
    FOR EACH STATEMENT EXECUTE FUNCTION count_visits();

  -- A failed run that is taken up again has not ended.
  CREATE FUNCTION count_ends() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO workflow_counts (workflow_id, n, node_id, status)
      SELECT NEW.workflow_id, CASE WHEN NEW.finished_at IS NULL THEN -1 ELSE 1 END, '',
        CASE WHEN NEW.finished_at IS NULL THEN OLD.status ELSE NEW.status END;
      RETURN NULL;
    END $$;
  CREATE TRIGGER runs_counted AFTER UPDATE ON runs FOR EACH ROW
    WHEN ((OLD.finished_at IS NULL) <> (NEW.finished_at IS NULL)) EXECUTE FUNCTION count_ends();

  CREATE FUNCTION forget_counts() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      DELETE FROM workflow_counts USING gone WHERE workflow_counts.workflow_id = gone.id;
      RETURN NULL;
    END $$;
  CREATE TRIGGER workflows_forgotten AFTER DELETE ON workflows REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION forget_counts();
`

const INDEXES = `
  -- All runs of a contact: its timeline, its export, its erasure. Without the id, so that a contact's entries share a place.
  DROP INDEX runs_contact_active;
  CREATE INDEX runs_contact ON runs (contact_id);
  -- Who is under way. Few different keys, so that an entry takes some six bytes. Without the node: a run that goes on
  -- could then never be updated in place, and each visit would cost 5 microseconds more than all else that is written.
  CREATE INDEX runs_standing ON runs (workflow_id, status) WHERE status IN ('ready', 'waiting');
  -- Lists by one status, where it is rare among millions. (Those under way are listed by runs_workflow: they are young.)
  CREATE INDEX runs_by_end ON runs (workflow_id, status, id) WHERE status IN ('completed', 'exited', 'failed', 'canceled');
  CREATE INDEX messages_unusual ON messages (workspace_id, status, id)
    WHERE status IN ('queued', 'sent', 'undelivered', 'failed', 'unknown', 'canceled', 'skipped');
  CREATE INDEX messages_inbound ON messages (workspace_id, id) WHERE direction = 'inbound';
  -- Rows lie on the disk in the order of their time, so that a few kilobytes tell where a span of it is.
  CREATE INDEX messages_sent_at ON messages USING brin (sent_at) WITH (pages_per_range = 32, autosummarize = on);
  -- The evidence of one number.
  CREATE INDEX compliance_events_phone ON compliance_events (workspace_id, phone);
`

const RETENTION = `
  -- When retention dropped the run's steps, calls and variables, in the workspace's clock.
  ALTER TABLE runs ADD COLUMN archived_at timestamptz;
  CREATE INDEX runs_ended ON runs (workspace_id, finished_at) WHERE finished_at IS NOT NULL AND archived_at IS NULL;
  -- When retention emptied the text.
  ALTER TABLE messages ADD COLUMN cleared_at timestamptz;
  -- What a consent or an opt-out rests on is kept whatever the retention says.
  CREATE INDEX consents_message ON consents (message_id) WHERE message_id IS NOT NULL;
  CREATE INDEX compliance_events_message ON compliance_events (message_id) WHERE message_id IS NOT NULL;
  CREATE INDEX webhook_events_age ON webhook_events (workspace_id, id);

  -- How far the texts of a workspace have been looked through.
  CREATE TABLE retention_progress (
    workspace_id uuid PRIMARY KEY REFERENCES workspaces ON DELETE CASCADE,
    texts_until uuid NOT NULL
  );

  -- When a worker last did what is to be done once in a while.
  CREATE TABLE upkeep (
    task text PRIMARY KEY,
    done_at timestamptz NOT NULL DEFAULT now()
  );
`

const UPKEEP = `
  -- Hot rows change several times: a fifth of millions (the default) would be too much to clean up at once.
  ALTER TABLE runs SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000,
    autovacuum_analyze_scale_factor = 0.05);
  ALTER TABLE messages SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000,
    autovacuum_analyze_scale_factor = 0.05);
  ALTER TABLE effects SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000);
  ALTER TABLE contacts SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
  ALTER TABLE attempts SET (autovacuum_vacuum_insert_scale_factor = 0.05);
  ALTER TABLE webhook_events SET (autovacuum_vacuum_scale_factor = 0.05);

  -- A deleted row's dependants are found by their index, even where the planner takes the few deleted rows for many.
  ALTER FUNCTION forget_runs() SET enable_hashjoin = off;
  ALTER FUNCTION forget_runs() SET enable_mergejoin = off;
  ALTER FUNCTION forget_contacts() SET enable_hashjoin = off;
  ALTER FUNCTION forget_contacts() SET enable_mergejoin = off;
  ALTER FUNCTION forget_messages() SET enable_hashjoin = off;
  ALTER FUNCTION forget_messages() SET enable_mergejoin = off;
  ALTER FUNCTION outlive_runs() SET enable_hashjoin = off;
  ALTER FUNCTION outlive_runs() SET enable_mergejoin = off;
`
