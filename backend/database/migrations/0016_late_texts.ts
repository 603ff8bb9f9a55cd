import { BaseSchema } from '@adonisjs/lucid/schema'

/** What a sender's rate needs to know of texts whose turn passed while no worker ran. Times are the workspace's clock. */
export default class extends BaseSchema {
  override async up(): Promise<void> {
    this.schema.raw(`
      -- When a text that was late, or behind one, got its turn anew; null: it has the one that it was planned with.
      ALTER TABLE messages ADD COLUMN slotted_at timestamptz;
      -- Since when the sender catches up with such texts, and until when they take all of its rate.
      ALTER TABLE senders ADD COLUMN late_since timestamptz, ADD COLUMN late_until timestamptz;
    `)
    return Promise.resolve()
  }

  override async down(): Promise<void> {
    this.schema.raw(`
      ALTER TABLE senders DROP COLUMN late_since, DROP COLUMN late_until;
      ALTER TABLE messages DROP COLUMN slotted_at;
    `)
    return Promise.resolve()
  }
}
