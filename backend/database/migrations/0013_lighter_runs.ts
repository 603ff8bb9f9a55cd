import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * A run's start, its first wait and its end are written to every index of the table, so that each of them costs every
 * run. Two do the work of five; and what is counted with a run and its visits is counted for a batch at once.
 */
export default class extends BaseSchema {
  override up(): Promise<void> {
    this.schema.raw(`
      -- The contact first, so that all runs of a contact are found by it as well: its timeline, its export, its erasure.
      CREATE UNIQUE INDEX runs_entry_by_contact ON runs (contact_id, workflow_id, entry);
      DROP INDEX runs_entry, runs_contact;
      ALTER INDEX runs_entry_by_contact RENAME TO runs_entry;
      -- Lists, also by a status that is rare among millions, and who is under way. Without the node: a run that goes on
      -- could then never be updated in place, and each visit would be written to every index.
      CREATE INDEX runs_status ON runs (workflow_id, status, id);
      DROP INDEX runs_workflow, runs_standing, runs_by_end;

      -- OFFSET 0: each run is looked up by its key, however many visits the planner may expect. (Settings of the function
      -- itself would be set and set back for every batch.)
      CREATE OR REPLACE FUNCTION count_visits() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          -- Steps that are only put in another place were counted when they came.
          IF current_setting('soniarose.moves_steps', true) = 'on' THEN RETURN NULL; END IF;
          INSERT INTO workflow_counts (workflow_id, n, node_id, status, outcome)
          SELECT r.workflow_id, count(*), v.node_id, v.status, v.outcome FROM visited v
          CROSS JOIN LATERAL (SELECT workflow_id FROM runs WHERE runs.id = v.run_id OFFSET 0) r
          GROUP BY r.workflow_id, v.node_id, v.status, v.outcome;
          RETURN NULL;
        END $$;

      -- The engine counts the ends of a batch in the statement that writes them, and says so by the epoch of the end. Whoever
      -- else ends a run leaves the counting to the trigger, row by row.
      ALTER TABLE runs ADD COLUMN counted_epoch integer;
      DROP TRIGGER runs_counted ON runs;
      CREATE TRIGGER runs_counted AFTER UPDATE ON runs FOR EACH ROW
        WHEN ((OLD.finished_at IS NULL) <> (NEW.finished_at IS NULL) AND NEW.counted_epoch IS DISTINCT FROM NEW.epoch)
        EXECUTE FUNCTION count_ends();
    `)
    return Promise.resolve()
  }

  override down(): Promise<void> {
    this.schema.raw(`
      DROP TRIGGER runs_counted ON runs;
      ALTER TABLE runs DROP COLUMN counted_epoch;
      CREATE TRIGGER runs_counted AFTER UPDATE ON runs FOR EACH ROW
        WHEN ((OLD.finished_at IS NULL) <> (NEW.finished_at IS NULL)) EXECUTE FUNCTION count_ends();
      CREATE OR REPLACE FUNCTION count_visits() RETURNS trigger LANGUAGE plpgsql
        SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off AS $$
        BEGIN
          IF current_setting('soniarose.moves_steps', true) = 'on' THEN RETURN NULL; END IF;
          INSERT INTO workflow_counts (workflow_id, n, node_id, status, outcome)
          SELECT r.workflow_id, count(*), v.node_id, v.status, v.outcome FROM visited v JOIN runs r ON r.id = v.run_id
          GROUP BY r.workflow_id, v.node_id, v.status, v.outcome;
          RETURN NULL;
        END $$;
      CREATE INDEX runs_by_end ON runs (workflow_id, status, id) WHERE status IN ('completed', 'exited', 'failed', 'canceled');
      CREATE INDEX runs_standing ON runs (workflow_id, status) WHERE status IN ('ready', 'waiting');
      CREATE INDEX runs_workflow ON runs (workflow_id, id);
      CREATE INDEX runs_contact ON runs (contact_id);
      DROP INDEX runs_status, runs_entry;
      CREATE UNIQUE INDEX runs_entry ON runs (workflow_id, contact_id, entry);
    `)
    return Promise.resolve()
  }
}
