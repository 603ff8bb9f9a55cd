import { watch } from 'node:fs'
import { join } from 'node:path'
import type { PluginHost } from '@soniarose/sandbox'
import { note, print, readArguments, type Command } from '#app/terminal/command'
import { runCommandAlone } from '#app/terminal/own_process'
import { pluginFolder } from '#app/terminal/plugin_folder'
import { openSandbox, trialLines, tryPlugin } from '#app/terminal/plugin_trial'

/** An editor writes a file in several steps; this long after the last one it is whole. */
const QUIET_MS = 120

/** Packs the plugin afresh and runs its samples. False when something in it is wrong. */
async function turn(host: PluginHost, folder: string): Promise<boolean> {
  if ((await runCommandAlone(['plugin:pack', folder])) !== 0) return false
  try {
    const trials = await tryPlugin(host, folder)
    for (const line of trials.flatMap(trialLines)) print(line)
    return trials.every(({ fault }) => fault === null)
  } catch (error) {
    // A sample that can't be read is mended and tried again; watching goes on.
    note(error instanceof Error ? error.message : String(error))
    return false
  }
}

/** Runs `work` after each change of the source or the sample, one at a time, until the person ends it. */
async function atEachChange(folder: string, work: () => Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  let running: Promise<unknown> = Promise.resolve()
  const changed = () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      running = running.then(work)
    }, QUIET_MS)
  }
  const watchers = [
    watch(join(folder, 'src'), { recursive: true }, changed),
    watch(folder, (_, name) => (name === 'sample.json' ? changed() : undefined)),
  ]
  await new Promise<void>((ended) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ended())
  })
  clearTimeout(timer)
  for (const watcher of watchers) watcher.close()
  await running
}

export const command: Command = {
  name: 'plugin:dev',
  usage: '[FOLDER] [--once]',
  summary: 'build a plugin at every change and try it',
  more: 'Packs the plugin and runs sample.json in the real sandbox: outcome, output, log lines and timing. Ctrl-C ends it; --once runs one turn.',
  async run(args) {
    const { values, positionals } = readArguments(args, { once: { type: 'boolean' } })
    const folder = pluginFolder(positionals)
    const host = openSandbox()
    try {
      const good = await turn(host, folder)
      if (values.once === true) return good ? 0 : 1
      note('Watching for changes; Ctrl-C ends it.')
      await atEachChange(folder, async () => {
        print('')
        await turn(host, folder)
      })
      return 0
    } finally {
      await host.stop()
    }
  },
}
