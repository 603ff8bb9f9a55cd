import { BaseSchema } from '@adonisjs/lucid/schema'

/** Workspaces (tenants), the people in them, API tokens, idempotency keys and the audit log. */
export default class extends BaseSchema {
  override async up() {
    this.schema.raw(`
      CREATE TABLE workspaces (
        id uuid PRIMARY KEY DEFAULT uuidv7(),
        name text NOT NULL CHECK (name <> ''),
        mode text NOT NULL CHECK (mode IN ('sandbox', 'live')),
        -- Workspace now = clock_timestamp() + clock_offset; only sandboxes may be moved.
        clock_offset interval NOT NULL DEFAULT '0' CHECK (mode = 'sandbox' OR clock_offset = interval '0'),
        settings jsonb NOT NULL DEFAULT '{}',
        frozen_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      );

      CREATE FUNCTION workspace_now(p_workspace uuid) RETURNS timestamptz
        LANGUAGE sql VOLATILE PARALLEL SAFE
        AS $$ SELECT clock_timestamp() + clock_offset FROM workspaces WHERE id = p_workspace $$;

      CREATE TABLE users (
        id uuid PRIMARY KEY DEFAULT uuidv7(),
        email text NOT NULL,
        full_name text,
        password_hash text NOT NULL,
        -- Raised at a password change: sessions that carry an older number are refused.
        session_version integer NOT NULL DEFAULT 0,
        created_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE UNIQUE INDEX users_email_key ON users (lower(email));

      CREATE TABLE members (
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        role text NOT NULL CHECK (role IN ('owner', 'admin', 'marketer', 'operator', 'developer', 'viewer')),
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (workspace_id, user_id)
      );
      CREATE INDEX members_user ON members (user_id, created_at);

      CREATE TABLE api_tokens (
        id uuid PRIMARY KEY DEFAULT uuidv7(),
        workspace_id uuid NOT NULL,
        user_id uuid NOT NULL,
        name text NOT NULL,
        secret_hash bytea NOT NULL,
        scopes text[] NOT NULL DEFAULT '{}',
        last_used_at timestamptz,
        expires_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now(),
        FOREIGN KEY (workspace_id, user_id) REFERENCES members ON DELETE CASCADE
      );
      CREATE INDEX api_tokens_workspace ON api_tokens (workspace_id, id);

      CREATE TABLE idempotency_keys (
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        route text NOT NULL,
        key text NOT NULL,
        request_hash bytea NOT NULL,
        status integer,
        body jsonb,
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (workspace_id, route, key)
      );
      CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);

      CREATE TABLE audit_log (
        id uuid PRIMARY KEY DEFAULT uuidv7(),
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        actor_user_id uuid,
        actor_token_id uuid,
        action text NOT NULL,
        object_kind text NOT NULL,
        object_id text,
        data jsonb NOT NULL DEFAULT '{}',
        ip text,
        at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX audit_log_workspace ON audit_log (workspace_id, id);
    `)
  }

  override async down() {
    this.schema.raw(`
      DROP TABLE audit_log, idempotency_keys, api_tokens, members, users;
      DROP FUNCTION workspace_now(uuid);
      DROP TABLE workspaces;
    `)
  }
}
