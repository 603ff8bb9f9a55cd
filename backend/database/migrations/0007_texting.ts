import { BaseSchema } from '@adonisjs/lucid/schema'

/** Reconciliation with the provider, pools and day caps of senders, short links, double opt-in. */
export default class extends BaseSchema {
  override async up(): Promise<void> {
    this.schema.raw(`
      -- Texts that the provider is asked about: those whose fate is unknown, and those that stay in a status too long.
      CREATE TABLE reconciliations (
        attempt_id uuid PRIMARY KEY,
        message_id uuid NOT NULL,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        kind text NOT NULL CHECK (kind IN ('unknown', 'stuck')),
        -- How many looks have been taken, and when the next is due (plain database time); null: there is none.
        looks smallint NOT NULL DEFAULT 0,
        next_at timestamptz,
        last_at timestamptz
      );
      CREATE INDEX reconciliations_due ON reconciliations (next_at) WHERE next_at IS NOT NULL;
      CREATE INDEX reconciliations_message ON reconciliations (message_id);

      -- How far the attempts have been looked through for texts that are stuck: one row.
      CREATE TABLE reconcile_progress (
        id boolean PRIMARY KEY DEFAULT true CHECK (id),
        attempts_until uuid NOT NULL
      );
      INSERT INTO reconcile_progress (attempts_until) VALUES ('00000000-0000-7000-8000-000000000000');

      -- The nightly comparison of our ledger with the provider's list: one a workspace and day.
      CREATE TABLE ledger_reports (
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        day date NOT NULL,
        made_at timestamptz NOT NULL DEFAULT now(),
        -- null: under way, or its worker died.
        report jsonb,
        PRIMARY KEY (workspace_id, day)
      );

      -- New contacts are spread over the default sender and the pooled ones, by their rates.
      ALTER TABLE senders ADD COLUMN pooled boolean NOT NULL DEFAULT false;
      -- The sender that the conversation began with: the contact keeps it.
      ALTER TABLE conversations ADD COLUMN sender_id uuid;

      -- Segments of one sender on one day in Los Angeles, where carriers begin theirs. Only for senders with a cap.
      CREATE TABLE sender_days (
        sender_id uuid NOT NULL REFERENCES senders ON DELETE CASCADE,
        day date NOT NULL,
        segments integer NOT NULL DEFAULT 0,
        PRIMARY KEY (sender_id, day)
      );

      ALTER TABLE consents ADD COLUMN user_agent text, ADD COLUMN page text;

      CREATE TABLE links (
        code text PRIMARY KEY,
        workspace_id uuid NOT NULL,
        contact_id uuid NOT NULL,
        message_id uuid NOT NULL,
        workflow_id uuid,
        node_id text,
        url text NOT NULL CHECK (url ~* '^http(s|)://'),
        created_at timestamptz NOT NULL,
        clicked_at timestamptz,
        clicks integer NOT NULL DEFAULT 0,
        FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX links_message ON links (message_id);
      CREATE INDEX links_contact ON links (contact_id);
    `)
    return Promise.resolve()
  }

  override async down(): Promise<void> {
    this.schema.raw(`
      DROP TABLE links, sender_days, ledger_reports, reconcile_progress, reconciliations;
      ALTER TABLE consents DROP COLUMN user_agent, DROP COLUMN page;
      ALTER TABLE conversations DROP COLUMN sender_id;
      ALTER TABLE senders DROP COLUMN pooled;
    `)
    return Promise.resolve()
  }
}
