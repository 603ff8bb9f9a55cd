import { print, readArguments, type Command } from '#app/terminal/command'
import { withDatabase } from '#app/terminal/database'
import { env } from '#app/core/env'
import { seed } from '#app/seed/seed'

/** Answers with one line of JSON. */
export const command: Command = {
  name: 'seed',
  usage: '',
  summary: 'fills an empty database: the owner, a workspace and the demo',
  async run(args) {
    readArguments(args, {})
    const owner = await withDatabase(() => seed(env()))
    print(JSON.stringify(owner === null ? { created: false } : { ...owner, created: true }))
    return 0
  },
}
