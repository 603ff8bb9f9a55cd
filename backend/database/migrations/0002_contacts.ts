import { BaseSchema } from '@adonisjs/lucid/schema'

/** Contacts with everything that says whether they may be texted. Deletes cascade from the contact; suppressions stay. */
export default class extends BaseSchema {
  override async up() {
    this.schema.raw(`
      CREATE TABLE contacts (
        id uuid PRIMARY KEY DEFAULT uuidv7(),
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        phone text NOT NULL CHECK (phone ~ '^\\+[1-9][0-9]{4,14}$'),
        first_name text,
        last_name text,
        email text,
        time_zone text,
        opt_in_status text NOT NULL DEFAULT 'pending' CHECK (opt_in_status IN ('pending', 'opted_in', 'opted_out')),
        tags text[] NOT NULL DEFAULT '{}',
        attributes jsonb NOT NULL DEFAULT '{}',
        -- The sender that this contact knows us by; kept for all later texts.
        sender_id uuid,
        search text NOT NULL GENERATED ALWAYS AS (
          lower(coalesce(first_name, '') || ' ' || coalesce(last_name, '') || ' ' || phone || ' ' || coalesce(email, ''))
        ) STORED,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        UNIQUE (workspace_id, phone),
        UNIQUE (workspace_id, id)
      );
      CREATE INDEX contacts_tags ON contacts USING gin (tags);
      CREATE INDEX contacts_status ON contacts (workspace_id, opt_in_status, id);

      -- Append-only: the evidence of how each permission was given or taken back.
      CREATE TABLE consents (
        id uuid PRIMARY KEY DEFAULT uuidv7(),
        workspace_id uuid NOT NULL,
        contact_id uuid NOT NULL,
        phone text NOT NULL,
        status text NOT NULL CHECK (status IN ('pending', 'opted_in', 'opted_out')),
        source text NOT NULL,
        wording text,
        ip text,
        actor text,
        message_id uuid,
        at timestamptz NOT NULL,
        recorded_at timestamptz NOT NULL DEFAULT now(),
        FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX consents_contact ON consents (contact_id, id);

      -- By number, not by contact: it outlives the contact, so a re-import does not text somebody who said STOP.
      CREATE TABLE suppressions (
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        phone text NOT NULL,
        reason text NOT NULL,
        source text NOT NULL,
        at timestamptz NOT NULL,
        PRIMARY KEY (workspace_id, phone)
      );

      CREATE TABLE compliance_events (
        id uuid PRIMARY KEY DEFAULT uuidv7(),
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        contact_id uuid,
        phone text NOT NULL,
        kind text NOT NULL CHECK (kind IN ('stop', 'start', 'help', 'opt_in', 'opt_out', 'double_opt_in', 'suppressed', 'unsuppressed')),
        source text NOT NULL,
        text text,
        message_id uuid,
        at timestamptz NOT NULL,
        FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX compliance_events_workspace ON compliance_events (workspace_id, at DESC, id DESC);
      CREATE INDEX compliance_events_contact ON compliance_events (contact_id, id);

      CREATE TABLE tags (
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        name text NOT NULL CHECK (name <> ''),
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (workspace_id, name)
      );

      CREATE TABLE segments (
        id uuid PRIMARY KEY DEFAULT uuidv7(),
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        name text NOT NULL CHECK (name <> ''),
        rules jsonb NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (workspace_id, name),
        UNIQUE (workspace_id, id)
      );

      CREATE TABLE contact_imports (
        id uuid PRIMARY KEY DEFAULT uuidv7(),
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        status text NOT NULL CHECK (status IN ('running', 'completed', 'failed')),
        file_name text,
        total integer NOT NULL DEFAULT 0,
        created integer NOT NULL DEFAULT 0,
        updated integer NOT NULL DEFAULT 0,
        failed integer NOT NULL DEFAULT 0,
        errors_csv text,
        error text,
        created_at timestamptz NOT NULL DEFAULT now(),
        finished_at timestamptz
      );
      CREATE INDEX contact_imports_workspace ON contact_imports (workspace_id, id);

      -- Only what no other table tells: a tag added, a field changed, a note, an import.
      CREATE TABLE timeline_events (
        id uuid PRIMARY KEY DEFAULT uuidv7(),
        workspace_id uuid NOT NULL,
        contact_id uuid NOT NULL,
        kind text NOT NULL,
        summary text NOT NULL,
        data jsonb NOT NULL DEFAULT '{}',
        at timestamptz NOT NULL,
        FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX timeline_events_contact ON timeline_events (contact_id, at DESC, id DESC);

      CREATE TABLE custom_events (
        id uuid PRIMARY KEY DEFAULT uuidv7(),
        workspace_id uuid NOT NULL,
        contact_id uuid NOT NULL,
        name text NOT NULL,
        data jsonb NOT NULL DEFAULT '{}',
        at timestamptz NOT NULL,
        FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX custom_events_contact ON custom_events (contact_id, name, at DESC);
    `)
  }

  override async down() {
    this.schema.raw(`
      DROP TABLE custom_events, timeline_events, contact_imports, segments, tags, compliance_events, suppressions, consents, contacts;
    `)
  }
}
