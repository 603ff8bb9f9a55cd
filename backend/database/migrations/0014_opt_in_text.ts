import { BaseSchema } from '@adonisjs/lucid/schema'

/** The question for consent has one wording, whoever asks it: it no longer belongs to the public form's switch. */
export default class extends BaseSchema {
  override async up(): Promise<void> {
    this.schema.raw(`
      UPDATE workspaces SET settings = settings || jsonb_build_object(
        'doubleOptIn', jsonb_typeof(settings -> 'doubleOptIn') = 'object',
        'optInText', coalesce(settings #>> '{doubleOptIn,text}', ''))
      WHERE settings -> 'doubleOptIn' IS NOT NULL
    `)
  }

  override async down(): Promise<void> {
    this.schema.raw(`
      UPDATE workspaces SET settings = settings - 'optInText' || jsonb_build_object('doubleOptIn',
        CASE WHEN settings -> 'doubleOptIn' = 'true' THEN jsonb_build_object('text', coalesce(settings ->> 'optInText', '')) END)
      WHERE settings -> 'doubleOptIn' IS NOT NULL
    `)
  }
}
