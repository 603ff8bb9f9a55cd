import { basename } from 'node:path'
import { CommandFailure, print, readArguments, type Command } from '#app/terminal/command'
import { pluginFolder } from '#app/terminal/plugin_folder'

export const command: Command = {
  name: 'plugin:pack',
  usage: '[FOLDER]',
  summary: 'check a plugin and bundle it into one file',
  more: 'Writes plugin.json and dist/plugin.js; the folder where you are when left out. A plugin in plugins/ is installed at the next start.',
  async run(args) {
    const { positionals } = readArguments(args, {})
    const folder = pluginFolder(positionals)
    const { writePlugin } = await import('@soniarose/plugin-sdk/pack')
    try {
      const { manifest, bundle } = await writePlugin(folder)
      const nodes = manifest.nodes.map(({ name }) => name).join(', ')
      print(
        `Packed ${manifest.name} ${manifest.version} (${nodes}): ${(Buffer.byteLength(bundle) / 1024).toFixed(1)} KiB`,
      )
      return 0
    } catch (error) {
      throw new CommandFailure(
        `${basename(folder)} can't be packed: ${error instanceof Error ? error.message : String(error)}`,
      )
    }
  },
}
