import { CommandFailure, note, print, readArguments, type Command } from '#app/terminal/command'
import { withDatabase } from '#app/terminal/database'
import { env, readEnv } from '#app/core/env'
import { applyMigrations } from '#app/core/migrate'
import { seed } from '#app/seed/seed'

/** Answers with one line of JSON, which the launcher reads: what was applied, and the owner when it was made just now. */
export const command: Command = {
  name: 'migrate',
  usage: '',
  summary: 'brings the database up to date, and fills an empty one',
  async run(args) {
    readArguments(args, {})
    const reading = readEnv(process.env)
    if (!reading.ok) throw new CommandFailure(reading.faults.join(' '))
    const applied = await applyMigrations(reading.env.databaseUrl)
    if (applied.length > 0) note(`Applied ${applied.length} migrations.`)
    const owner = await withDatabase(() => seed(env()))
    print(JSON.stringify({ applied, owner }))
    return 0
  },
}
