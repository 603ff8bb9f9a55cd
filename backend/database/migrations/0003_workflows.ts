import { BaseSchema } from '@adonisjs/lucid/schema'

/** Workflows, their immutable versions, what starts them, and the installed plugins. */
export default class extends BaseSchema {
  override async up() {
    this.schema.raw(`
      CREATE TABLE workflows (
        id uuid PRIMARY KEY DEFAULT uuidv7(),
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        name text NOT NULL CHECK (name <> ''),
        status text NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'live', 'paused', 'archived')),
        draft jsonb NOT NULL,
        draft_revision integer NOT NULL DEFAULT 1,
        published_version_id uuid,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (workspace_id, id)
      );

      CREATE TABLE workflow_versions (
        id uuid PRIMARY KEY DEFAULT uuidv7(),
        workspace_id uuid NOT NULL,
        workflow_id uuid NOT NULL,
        number integer NOT NULL,
        graph jsonb NOT NULL,
        content_hash text NOT NULL,
        -- Named behaviours and plugin versions that runs of this version keep for life.
        flags jsonb NOT NULL DEFAULT '{}',
        plugins jsonb NOT NULL DEFAULT '{}',
        published_by uuid,
        published_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (workflow_id, number),
        FOREIGN KEY (workspace_id, workflow_id) REFERENCES workflows (workspace_id, id) ON DELETE CASCADE
      );
      ALTER TABLE workflows ADD FOREIGN KEY (published_version_id) REFERENCES workflow_versions (id) ON DELETE SET NULL;

      CREATE FUNCTION refuse_version_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'a published version never changes'; END $$;
      CREATE TRIGGER workflow_versions_immutable BEFORE UPDATE ON workflow_versions
        FOR EACH ROW EXECUTE FUNCTION refuse_version_change();

      -- What starts the published version; rewritten at each publishing. key: tag, keyword, event name, segment id …
      CREATE TABLE workflow_triggers (
        workspace_id uuid NOT NULL,
        workflow_id uuid NOT NULL,
        node_id text NOT NULL,
        kind text NOT NULL,
        key text NOT NULL DEFAULT '',
        data jsonb NOT NULL DEFAULT '{}',
        -- schedule triggers: the next time they fire, in the workspace's clock.
        next_at timestamptz,
        -- segment_entered triggers: when the segment was last looked through, in plain database time.
        checked_at timestamptz,
        PRIMARY KEY (workflow_id, node_id, key),
        FOREIGN KEY (workspace_id, workflow_id) REFERENCES workflows (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX workflow_triggers_lookup ON workflow_triggers (workspace_id, kind, key);
      CREATE INDEX workflow_triggers_due ON workflow_triggers (workspace_id, next_at) WHERE next_at IS NOT NULL;

      -- Who was in a segment when it was last looked through for its trigger: only who was not is one who enters.
      CREATE TABLE segment_members (
        workflow_id uuid NOT NULL REFERENCES workflows ON DELETE CASCADE,
        segment_id uuid NOT NULL REFERENCES segments ON DELETE CASCADE,
        contact_id uuid NOT NULL REFERENCES contacts ON DELETE CASCADE,
        PRIMARY KEY (workflow_id, segment_id, contact_id)
      );
      CREATE INDEX segment_members_contact ON segment_members (contact_id);

      CREATE TABLE plugins (
        id uuid PRIMARY KEY DEFAULT uuidv7(),
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        name text NOT NULL,
        version text NOT NULL,
        manifest jsonb NOT NULL,
        bundle text NOT NULL,
        bundle_sha256 text NOT NULL,
        enabled boolean NOT NULL DEFAULT true,
        installed_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (workspace_id, name, version)
      );
    `)
  }

  override async down() {
    this.schema.raw(`
      DROP TABLE plugins, segment_members, workflow_triggers;
      ALTER TABLE workflows DROP COLUMN published_version_id;
      DROP TABLE workflow_versions, workflows;
      DROP FUNCTION refuse_version_change();
    `)
  }
}
