import { BaseSchema } from '@adonisjs/lucid/schema'

/** Senders, messages, attempts at the provider, conversations, media, calls and the raw webhook events. */
export default class extends BaseSchema {
  override async up() {
    this.schema.raw(`
      CREATE TABLE senders (
        id uuid PRIMARY KEY DEFAULT uuidv7(),
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        name text NOT NULL,
        kind text NOT NULL CHECK (kind IN ('long_code', 'toll_free', 'short_code', 'messaging_service')),
        phone text,
        messaging_service_sid text,
        account_sid text NOT NULL,
        -- Encrypted with APP_KEY; the primary auth token also checks the webhooks' signatures.
        credentials text NOT NULL,
        -- null: no limit (a sandbox's default). Segments, not messages.
        segments_per_second numeric,
        segments_per_day integer,
        next_slot_at timestamptz,
        opt_out_handled_by text NOT NULL DEFAULT 'twilio' CHECK (opt_out_handled_by IN ('twilio', 'us')),
        is_default boolean NOT NULL DEFAULT false,
        paused_at timestamptz,
        pause_reason text,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        CHECK (phone IS NOT NULL OR messaging_service_sid IS NOT NULL),
        UNIQUE (workspace_id, id)
      );
      -- To decides the sender and so the workspace: a number belongs to one workspace.
      CREATE UNIQUE INDEX senders_phone ON senders (phone) WHERE phone IS NOT NULL;
      CREATE UNIQUE INDEX senders_service ON senders (messaging_service_sid) WHERE messaging_service_sid IS NOT NULL;
      CREATE UNIQUE INDEX senders_default ON senders (workspace_id) WHERE is_default;
      CREATE INDEX senders_account ON senders (account_sid);

      CREATE TABLE messages (
        id uuid PRIMARY KEY DEFAULT uuidv7(),
        workspace_id uuid NOT NULL,
        contact_id uuid NOT NULL,
        -- Cleared when the run is deleted (trigger messages_outlive_runs).
        run_id uuid,
        step_seq integer,
        sender_id uuid,
        -- The attempt under way; its id is in the status callback's address.
        attempt_id uuid,
        created_at timestamptz NOT NULL,
        -- The slot, the end of the hold, or of an 'unknown': when the sender next looks at it, in the workspace's clock.
        -- null: only when somebody lifts what holds it.
        send_after timestamptz,
        sent_at timestamptz,
        delivered_at timestamptz,
        -- Plain database time: a claim past it is 'unknown'.
        deadline_at timestamptz,
        -- What holds it until somebody lifts that: the frozen workspace, the paused workflow, the paused sender.
        held_by uuid,
        unknown_since timestamptz,
        lane smallint NOT NULL DEFAULT 0,
        attempt smallint NOT NULL DEFAULT 0,
        segments smallint NOT NULL DEFAULT 0,
        status_rank smallint NOT NULL DEFAULT 0,
        error_code integer,
        direction text NOT NULL CHECK (direction IN ('inbound', 'outbound')),
        -- workflow, conversation (a person in the inbox or over the API), opt_in_request, confirmation
        purpose text NOT NULL DEFAULT 'workflow',
        status text NOT NULL CHECK (status IN ('planned', 'held', 'sending', 'queued', 'sent', 'delivered', 'undelivered',
          'failed', 'unknown', 'canceled', 'skipped', 'received')),
        node_id text,
        reason text,
        provider_sid text,
        from_address text,
        to_address text,
        body text NOT NULL,
        media jsonb,
        -- The gate's last decision with the values that made it.
        gate jsonb,
        price numeric
      ) WITH (fillfactor = 85);
      -- A visit plans one text. (A reply names the run that took it, without a step.)
      CREATE UNIQUE INDEX messages_step ON messages (run_id, step_seq) WHERE run_id IS NOT NULL;
      CREATE UNIQUE INDEX messages_sid ON messages (provider_sid) WHERE provider_sid IS NOT NULL;
      -- One contact has at most one text in flight.
      CREATE UNIQUE INDEX messages_in_flight ON messages (contact_id) WHERE status = 'sending';
      CREATE INDEX messages_due ON messages (workspace_id, lane, send_after)
        WHERE status IN ('planned', 'held', 'unknown') AND send_after IS NOT NULL;
      CREATE INDEX messages_held_by ON messages (held_by) WHERE status = 'held' AND send_after IS NULL;
      CREATE INDEX messages_attempt ON messages (attempt_id) WHERE status IN ('sending', 'unknown');
      CREATE INDEX messages_pending_contact ON messages (contact_id, id) WHERE status IN ('planned', 'held');
      CREATE INDEX messages_unknown ON messages (workspace_id, unknown_since) WHERE status = 'unknown';
      CREATE INDEX messages_contact ON messages (contact_id, id DESC);
      CREATE INDEX messages_workspace ON messages (workspace_id, id DESC);

      -- One row per call to the provider, written with its outcome; what is under way is in the message itself.
      CREATE TABLE attempts (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL,
        message_id uuid NOT NULL,
        number smallint NOT NULL,
        started_at timestamptz NOT NULL,
        finished_at timestamptz,
        outcome text CHECK (outcome IN ('accepted', 'refused', 'retry', 'unknown')),
        http_status smallint,
        error_code integer,
        error text,
        UNIQUE (message_id, number)
      );

      -- Statement-wise instead of foreign keys: a check for each text sent would cost more than writing it. Nobody plans or
      -- stores a text without holding a lock on its contact or on a run of it, and both go before it does.
      CREATE FUNCTION forget_contacts() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          DELETE FROM messages USING gone WHERE messages.contact_id = gone.id;
          RETURN NULL;
        END $$;
      CREATE TRIGGER contacts_forgotten AFTER DELETE ON contacts REFERENCING OLD TABLE AS gone
        FOR EACH STATEMENT EXECUTE FUNCTION forget_contacts();
      CREATE FUNCTION forget_messages() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          DELETE FROM attempts USING gone WHERE attempts.message_id = gone.id;
          RETURN NULL;
        END $$;
      CREATE TRIGGER messages_forgotten AFTER DELETE ON messages REFERENCING OLD TABLE AS gone
        FOR EACH STATEMENT EXECUTE FUNCTION forget_messages();
      CREATE FUNCTION outlive_runs() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          UPDATE messages SET run_id = NULL FROM gone WHERE messages.run_id = gone.id;
          RETURN NULL;
        END $$;
      CREATE TRIGGER messages_outlive_runs AFTER DELETE ON runs REFERENCING OLD TABLE AS gone
        FOR EACH STATEMENT EXECUTE FUNCTION outlive_runs();

      -- Whoever lifts a freeze or a pause, and by whatever way: the texts go on in the same transaction. The first
      -- thousands, that is; the workers' sweep takes the rest in the same portions.
      CREATE FUNCTION release_held(p_held_by uuid) RETURNS bigint LANGUAGE sql AS $$
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
      CREATE FUNCTION release_held_by_row() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN PERFORM release_held(NEW.id); RETURN NULL; END $$;
      CREATE TRIGGER workflows_resumed AFTER UPDATE OF status ON workflows FOR EACH ROW
        WHEN (OLD.status = 'paused' AND NEW.status <> 'paused') EXECUTE FUNCTION release_held_by_row();
      CREATE TRIGGER workspaces_thawed AFTER UPDATE OF frozen_at ON workspaces FOR EACH ROW
        WHEN (OLD.frozen_at IS NOT NULL AND NEW.frozen_at IS NULL) EXECUTE FUNCTION release_held_by_row();
      CREATE TRIGGER senders_resumed AFTER UPDATE OF paused_at ON senders FOR EACH ROW
        WHEN (OLD.paused_at IS NOT NULL AND NEW.paused_at IS NULL) EXECUTE FUNCTION release_held_by_row();

      CREATE TABLE conversations (
        contact_id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL,
        last_message_at timestamptz NOT NULL,
        last_inbound_at timestamptz,
        unread integer NOT NULL DEFAULT 0,
        status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'closed')),
        handoff_at timestamptz,
        FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX conversations_recent ON conversations (workspace_id, last_message_at DESC, contact_id);

      CREATE TABLE webhook_events (
        id uuid PRIMARY KEY DEFAULT uuidv7(),
        workspace_id uuid REFERENCES workspaces ON DELETE CASCADE,
        kind text NOT NULL CHECK (kind IN ('message', 'status', 'voice')),
        -- MessageSid; MessageSid:status:code; CallSid:status: repeats are dropped by it.
        event_key text NOT NULL,
        account_sid text,
        path text NOT NULL,
        params jsonb NOT NULL,
        received_at timestamptz NOT NULL DEFAULT now(),
        processed_at timestamptz,
        error text,
        UNIQUE (kind, event_key)
      );
      CREATE INDEX webhook_events_open ON webhook_events (received_at) WHERE processed_at IS NULL;

      CREATE TABLE media_assets (
        id uuid PRIMARY KEY DEFAULT uuidv7(),
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        contact_id uuid,
        storage_key text NOT NULL UNIQUE,
        file_name text NOT NULL,
        content_type text,
        size_bytes bigint,
        sha256 text,
        width integer,
        height integer,
        status text NOT NULL CHECK (status IN ('pending', 'ready', 'refused')),
        refusal text,
        origin text NOT NULL CHECK (origin IN ('upload', 'inbound')),
        created_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz,
        FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX media_assets_workspace ON media_assets (workspace_id, id DESC);
      CREATE INDEX media_assets_expiry ON media_assets (expires_at) WHERE expires_at IS NOT NULL;

      CREATE TABLE call_logs (
        id uuid PRIMARY KEY DEFAULT uuidv7(),
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        contact_id uuid,
        call_sid text NOT NULL UNIQUE,
        from_address text NOT NULL,
        to_address text NOT NULL,
        direction text NOT NULL,
        status text NOT NULL,
        sequence integer NOT NULL DEFAULT -1,
        duration_seconds integer,
        started_at timestamptz NOT NULL,
        ended_at timestamptz,
        data jsonb NOT NULL DEFAULT '{}',
        FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX call_logs_workspace ON call_logs (workspace_id, started_at DESC, id DESC);
      CREATE INDEX call_logs_contact ON call_logs (contact_id, started_at DESC);
    `)
  }

  override async down() {
    this.schema.raw(`
      DROP TRIGGER messages_outlive_runs ON runs;
      DROP TRIGGER contacts_forgotten ON contacts;
      DROP TRIGGER workflows_resumed ON workflows;
      DROP TRIGGER workspaces_thawed ON workspaces;
      DROP TABLE call_logs, media_assets, webhook_events, conversations, attempts, messages, senders;
      DROP FUNCTION forget_messages(), outlive_runs(), forget_contacts(), release_held_by_row(), release_held(uuid);
    `)
  }
}
