import type { Plugin, PluginResponse } from './define_plugin.ts'

export interface FakeHostOptions {
  input: unknown
  contact?: Record<string, unknown>
  now?: number
  seed?: string
  /** Answers to `fetch`; without it every fetch is refused, as it is for a host that the manifest doesn't name. */
  fetch?: (url: string) => PluginResponse
}

/** Runs one node of a plugin in this process, for an author's own tests. Throws where the node is unknown or throws. */
export async function runNode(plugin: Plugin, nodeName: string, options: FakeHostOptions) {
  const node = plugin.nodes.find((candidate) => candidate.name === nodeName)
  if (!node) throw new Error(`The plugin ${plugin.name} has no node ${nodeName}.`)
  const logs: string[] = []
  const contactPatch: Record<string, unknown> = {}
  const result = await node.run({
    input: options.input,
    contact: options.contact ?? {},
    now: options.now ?? 0,
    seed: options.seed ?? 'seed',
    fetch: async (url) => {
      if (!options.fetch) throw new Error(`fetch of ${url} refused: give runNode a fetch`)
      return options.fetch(url)
    },
    setContact: (fields) => void Object.assign(contactPatch, fields),
    log: (line) => void logs.push(line),
  })
  return { ...result, output: node.output.parse(result.output), contactPatch, logs }
}
