import { BaseSchema } from '@adonisjs/lucid/schema'

/** A version keeps the names of the behaviours that it was published with: see docs/adr/0006. */
export default class extends BaseSchema {
  override async up(): Promise<void> {
    this.schema.raw(`
      ALTER TABLE workflow_versions DROP COLUMN flags, ADD COLUMN behaviours text[] NOT NULL DEFAULT '{}'
    `)
  }

  override async down(): Promise<void> {
    this.schema.raw(
      `ALTER TABLE workflow_versions DROP COLUMN behaviours, ADD COLUMN flags jsonb NOT NULL DEFAULT '{}'`,
    )
  }
}
