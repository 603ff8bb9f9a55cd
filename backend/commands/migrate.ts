import { CommandFailure, note, print, readArguments, type Command } from '#app/console/command'
import { applyMigrations } from '#app/core/migrate'

/** Answers with one line of JSON, which the launcher reads. */
export const command: Command = {
  name: 'migrate',
  usage: '',
  summary: 'brings the database up to date',
  async run(args) {
    readArguments(args, {})
    const url = process.env.DATABASE_URL
    if (url === undefined || url === '')
      throw new CommandFailure('DATABASE_URL is not set; it is postgres://user:password@host:5432/database')
    const applied = await applyMigrations(url)
    if (applied.length > 0) note(`Applied ${applied.length} migrations.`)
    print(JSON.stringify({ applied, owner: null }))
    return 0
  },
}
