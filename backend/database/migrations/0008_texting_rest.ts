import { BaseSchema } from '@adonisjs/lucid/schema'

/** Registered campaigns and brands, opt-in requests, erasure at the provider, secrets of plugins, large segments. */
export default class extends BaseSchema {
  override async up(): Promise<void> {
    this.schema.raw(`
      -- 10DLC: the numbers of one campaign share its rate, those of one brand its cap of a day.
      ALTER TABLE senders ADD COLUMN campaign text, ADD COLUMN brand text;

      -- Whoever has been asked for consent: by a workflow once and never again, by a person at most once a day.
      CREATE TABLE opt_in_requests (
        contact_id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL,
        asked_at timestamptz NOT NULL,
        FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id) ON DELETE CASCADE
      );

      -- By whatever way somebody consents: what waited for it goes on in the same transaction.
      CREATE FUNCTION release_consented() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          UPDATE messages SET send_after = date_trunc('milliseconds', workspace_now(NEW.workspace_id))
          WHERE contact_id = NEW.id AND status = 'held' AND reason = 'pending_consent';
          RETURN NULL;
        END $$;
      CREATE TRIGGER contacts_consented AFTER UPDATE OF opt_in_status ON contacts FOR EACH ROW
        WHEN (OLD.opt_in_status = 'pending' AND NEW.opt_in_status = 'opted_in') EXECUTE FUNCTION release_consented();

      -- What the provider still keeps of people who were erased here: its own ids, and nothing about the person.
      CREATE TABLE provider_erasures (
        message_sid text PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        account_sid text NOT NULL,
        asked_at timestamptz NOT NULL DEFAULT now(),
        tries smallint NOT NULL DEFAULT 0,
        -- Plain database time; null: given up, a person has to look.
        next_at timestamptz DEFAULT now(),
        -- The provider's error code or HTTP status of the last try.
        last_error text
      );
      CREATE INDEX provider_erasures_due ON provider_erasures (next_at) WHERE next_at IS NOT NULL;
      CREATE INDEX provider_erasures_workspace ON provider_erasures (workspace_id);

      -- Encrypted with APP_KEY, and never read but by the host that fills them in.
      CREATE TABLE plugin_secrets (
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        plugin text NOT NULL,
        name text NOT NULL,
        value text NOT NULL,
        updated_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (workspace_id, plugin, name)
      );

      -- Who is in a segment as its watch begins is noted in portions of its workspace's contacts, by their ids: how far,
      -- and before which id (of the moment at which it began). Outlives the versions of its workflow.
      CREATE TABLE segment_watches (
        workflow_id uuid NOT NULL REFERENCES workflows ON DELETE CASCADE,
        segment_id uuid NOT NULL REFERENCES segments ON DELETE CASCADE,
        began_at_id uuid NOT NULL DEFAULT uuidv7(),
        noted_until uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
        is_noted boolean NOT NULL DEFAULT false,
        PRIMARY KEY (workflow_id, segment_id)
      );
      CREATE INDEX segment_watches_segment ON segment_watches (segment_id);
    `)
    return Promise.resolve()
  }

  override async down(): Promise<void> {
    this.schema.raw(`
      DROP TABLE segment_watches, plugin_secrets, provider_erasures;
      DROP TRIGGER contacts_consented ON contacts;
      DROP FUNCTION release_consented();
      DROP TABLE opt_in_requests;
      ALTER TABLE senders DROP COLUMN campaign, DROP COLUMN brand;
    `)
    return Promise.resolve()
  }
}
