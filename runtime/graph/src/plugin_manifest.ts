/** A JSON Schema as plain data. */
export type JsonSchema = Record<string, unknown>

/** A way out that a plugin's node declares: its id, or its id with a label. */
export type PluginOutcome = string | { id: string; title?: string | undefined }

/** What the graph needs to know of a plugin's node; a part of `plugin.json`. */
export interface PluginNodeManifest {
  name: string
  title: string
  description?: string | undefined
  icon?: string | undefined
  input: JsonSchema
  output: JsonSchema
  outcomes: readonly PluginOutcome[]
}

/** What the graph needs to know of a plugin; a part of `plugin.json`. */
export interface PluginManifest {
  name: string
  version: string
  title: string
  nodes: readonly PluginNodeManifest[]
}

/** The node of a plugin that a graph's plugin node points at, or undefined when it isn't installed. */
export function findPluginNode(
  plugins: readonly PluginManifest[] | undefined,
  plugin: string,
  node: string,
): PluginNodeManifest | undefined {
  return plugins?.find((candidate) => candidate.name === plugin)?.nodes.find((candidate) => candidate.name === node)
}

/** An outcome's id, however it was declared. */
export function outcomeId(outcome: PluginOutcome): string {
  return typeof outcome === 'string' ? outcome : outcome.id
}

/** An outcome's label, however it was declared. */
export function outcomeLabel(outcome: PluginOutcome): string {
  const words = typeof outcome === 'string' ? outcome : (outcome.title ?? outcome.id)
  return words.charAt(0).toUpperCase() + words.slice(1).replaceAll('_', ' ')
}
