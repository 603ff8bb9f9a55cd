/** The thread of `readSource`: loads an author's source and sends back what it declares. */
import { parentPort, workerData } from 'node:worker_threads'
import { toManifest, type AnyPluginNode, type Plugin } from './define_plugin.ts'
import type { Declared } from './read_source.ts'

const { source, entry } = workerData as { source: string; entry: string }

function declaredBy({ default: plugin }: { default?: Partial<Plugin> | null }): Declared {
  if (!Array.isArray(plugin?.nodes)) return { manifest: undefined }
  if (!plugin.nodes.every(isNode))
    throw new Error('each of its nodes must be made with defineNode({...}), its input and output with zod.')
  return { manifest: toManifest(plugin as Plugin, entry) }
}

const isNode = (node: Partial<AnyPluginNode> | null): boolean =>
  typeof node?.run === 'function' && isSchema(node.input) && isSchema(node.output)

const isSchema = (given: unknown): boolean => typeof given === 'object' && given !== null && '_zod' in given

// Not awaited here: Node would print a warning of its own about an await that is never answered.
void import(source).then((module) => {
  // As text first: whatever else a manifest holds, it is written as JSON.
  parentPort?.postMessage(JSON.parse(JSON.stringify(declaredBy(module))))
})
