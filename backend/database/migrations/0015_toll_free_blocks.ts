import { BaseSchema } from '@adonisjs/lucid/schema'

/** Our toll-free numbers that their network blocks for a person, each until START is texted to that same number. */
export default class extends BaseSchema {
  override async up(): Promise<void> {
    this.schema.raw(`ALTER TABLE suppressions ADD COLUMN toll_free text[] NOT NULL DEFAULT '{}'`)
  }

  override async down(): Promise<void> {
    this.schema.raw('ALTER TABLE suppressions DROP COLUMN toll_free')
  }
}
