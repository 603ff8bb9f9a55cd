import { globSync } from 'node:fs'
import { join } from 'node:path'
import { note, print, readArguments, type Command } from '#app/terminal/command'
import { runCommandAlone, runScript } from '#app/terminal/own_process'
import { pluginFolder } from '#app/terminal/plugin_folder'

/** Only there while the tools for tests are installed; the product itself never loads it. */
const RUNNER = join(import.meta.dirname, '../../runtime/testing', 'folder.ts')

/** Its own specs, in a process of their own as a defect in them may do anything. */
async function runSpecs(folder: string): Promise<boolean> {
  if (globSync('tests/**/*.spec.ts', { cwd: folder }).length === 0) {
    note('It has no tests/**/*.spec.ts of its own.')
    return true
  }
  return (await runScript(RUNNER, [folder])) === 0
}

async function runSamples(folder: string): Promise<{ passed: number; failed: number }> {
  const { openSandbox, trialLines, tryPlugin } = await import('#app/terminal/plugin_trial')
  const host = openSandbox()
  try {
    const trials = await tryPlugin(host, folder)
    for (const line of trials.flatMap(trialLines)) print(line)
    const failed = trials.filter(({ fault }) => fault !== null).length
    return { passed: trials.length - failed, failed }
  } finally {
    await host.stop()
  }
}

export const command: Command = {
  name: 'plugin:test',
  usage: '[FOLDER]',
  summary: 'a plugin’s own tests in the real sandbox',
  more: [
    'Packs the plugin, runs tests/**/*.spec.ts, and runs the bundle in the sandbox with sample.json: one sample or a',
    'list of {"node", "input", "contact", "now", "secrets", "expect": {"outcome", "output"}}.',
  ].join('\n'),
  async run(args) {
    const { positionals } = readArguments(args, {})
    const folder = pluginFolder(positionals)
    // First, as it says what is wrong with a source that can't even be loaded; its specs would wait for ever, say.
    if ((await runCommandAlone(['plugin:pack', folder])) !== 0) return 1
    const specsPass = await runSpecs(folder)
    const { passed, failed } = await runSamples(folder)
    print(`${passed} passed, ${failed} failed in the sandbox`)
    return specsPass && failed === 0 ? 0 : 1
  },
}
