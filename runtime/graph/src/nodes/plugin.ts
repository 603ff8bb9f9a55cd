import { z } from 'zod'
import { findPluginNode, outcomeId, outcomeLabel } from '../plugin_manifest.ts'
import { defineNodeKind, FAILED, type Handle, type NodeContext } from './definition.ts'
import { labelField } from './label.ts'
import { readText } from './read.ts'
import type { NodeData } from '../schema/graph.ts'

const name = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[a-z0-9][a-z0-9_/@.-]*$/i, 'Choose an installed plugin and one of its nodes')

export const pluginDataSchema = z.object({
  plugin: name.meta({ title: 'Plugin', ui: { hidden: true } }),
  node: name.meta({ title: 'Node', ui: { hidden: true } }),
  input: z
    .record(z.string().max(100), z.unknown())
    .default({})
    .meta({ title: 'Input', description: 'Texts may hold {{ … }}.', ui: { widget: 'plugin_input' } }),
  label: labelField,
})
export type PluginData = z.infer<typeof pluginDataSchema>

/** A plugin that isn't installed here has the outcome `done`, so that its drawing keeps its edge. */
const UNKNOWN_OUTCOMES: Handle[] = [{ id: 'done', label: 'Done' }]

function handles(data: NodeData, context: NodeContext = {}): Handle[] {
  const found = findPluginNode(context.plugins, readText(data, 'plugin'), readText(data, 'node'))
  const declared = found?.outcomes.map((outcome) => ({ id: outcomeId(outcome), label: outcomeLabel(outcome) }))
  return [...(declared ?? UNKNOWN_OUTCOMES).filter(({ id }) => id !== FAILED.id), FAILED]
}

function summary(data: NodeData, context: NodeContext = {}): string {
  const found = findPluginNode(context.plugins, readText(data, 'plugin'), readText(data, 'node'))
  if (found) return found.title
  return readText(data, 'plugin') ? `${readText(data, 'plugin')}: ${readText(data, 'node')}` : 'Choose a plugin'
}

export const plugin = defineNodeKind({
  kind: 'plugin',
  title: 'Plugin',
  category: 'connect',
  icon: 'puzzle',
  description: 'Runs a node that a plugin brought along.',
  schema: pluginDataSchema,
  defaults: { plugin: '', node: '', input: {} },
  summary,
  handles,
  isTarget: true,
  waits: false,
})
