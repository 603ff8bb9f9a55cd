import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { newPlugin } from '@soniarose/plugin-sdk/scaffold'
import { CommandFailure, oneWord, print, readArguments, type Command } from '#app/terminal/command'
import { typedPath } from '#app/terminal/files'

const PLUGINS = fileURLToPath(new URL('../../plugins', import.meta.url))

export const command: Command = {
  name: 'plugin:new',
  usage: 'NAME [--into FOLDER]',
  summary: 'a new plugin from the template',
  more: 'NAME has lower-case letters, digits and hyphens. It is made in plugins/, or in the folder that --into names.',
  async run(args) {
    const { values, positionals } = readArguments(args, { into: { type: 'string' } })
    const parent = values.into === undefined ? PLUGINS : typedPath(values.into)
    const made = await newPlugin(parent, oneWord(positionals, 'NAME'))
    if (!made.ok) throw new CommandFailure(made.message)
    const shown = relative(typedPath('.'), made.folder) || made.folder
    print(`Made ${shown}:`)
    for (const file of made.files) print(`  ${file}`)
    print(`Next: node ace.js plugin:dev ${shown}`)
    if (values.into === undefined) print('Before you commit it: npm install --package-lock-only --ignore-scripts')
    return 0
  },
}
