import { BaseSchema } from '@adonisjs/lucid/schema'

/** Moving runs that are under way to another version of their workflow, with what it takes to undo it. */
export default class extends BaseSchema {
  override async up(): Promise<void> {
    this.schema.raw(`
      CREATE TABLE run_migrations (
        id uuid PRIMARY KEY DEFAULT uuidv7(),
        workspace_id uuid NOT NULL,
        workflow_id uuid NOT NULL,
        from_version_id uuid NOT NULL REFERENCES workflow_versions ON DELETE CASCADE,
        to_version_id uuid NOT NULL REFERENCES workflow_versions ON DELETE CASCADE,
        -- What was chosen, by the old version's nodes; the others go by default.
        nodes jsonb NOT NULL DEFAULT '{}',
        status text NOT NULL DEFAULT 'running' CHECK (status IN ('running', 'done', 'undoing', 'undone')),
        -- How far the portions have come, so that another process can go on with them.
        reached uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
        pass smallint NOT NULL DEFAULT 1,
        counts jsonb NOT NULL DEFAULT '{}',
        touched_at timestamptz NOT NULL DEFAULT now(),
        started_by text,
        created_at timestamptz NOT NULL DEFAULT now(),
        finished_at timestamptz,
        undone_at timestamptz,
        FOREIGN KEY (workspace_id, workflow_id) REFERENCES workflows (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX run_migrations_workflow ON run_migrations (workflow_id, id DESC);
      -- Two at once would take each other's runs.
      CREATE UNIQUE INDEX run_migrations_open ON run_migrations (workflow_id) WHERE status IN ('running', 'undoing');

      -- The runs as they were. Taken back as long as nothing has come of the move.
      CREATE TABLE run_migration_runs (
        migration_id uuid NOT NULL REFERENCES run_migrations ON DELETE CASCADE,
        run_id uuid NOT NULL REFERENCES runs ON DELETE CASCADE,
        fate text NOT NULL CHECK (fate IN ('go_on', 'enter', 'exit')),
        -- The run's epoch after the move.
        epoch integer NOT NULL,
        -- The call that it waited for had not been made.
        call_planned boolean NOT NULL DEFAULT false,
        before jsonb NOT NULL,
        PRIMARY KEY (migration_id, run_id)
      );
      CREATE INDEX run_migration_runs_run ON run_migration_runs (run_id);
    `)
  }

  override async down(): Promise<void> {
    this.schema.raw('DROP TABLE run_migration_runs, run_migrations')
  }
}
