import { BaseSchema } from '@adonisjs/lucid/schema'

/** Sessions that were ended by signing out: their cookie, copied before, opens nothing any more. */
export default class extends BaseSchema {
  override async up(): Promise<void> {
    this.schema.raw(`
      CREATE TABLE ended_sessions (
        id text PRIMARY KEY,
        ended_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX ended_sessions_age ON ended_sessions (ended_at);
    `)
    return Promise.resolve()
  }

  override async down(): Promise<void> {
    this.schema.raw('DROP TABLE ended_sessions')
    return Promise.resolve()
  }
}
