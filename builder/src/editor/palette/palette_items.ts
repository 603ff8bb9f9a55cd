import {
  findPluginNode,
  NODE_CATEGORIES,
  NODE_DEFINITIONS,
  NODE_KINDS,
  type GraphNode,
  type NodeCategory,
  type NodeContext,
} from '@soniarose/graph'
import type { NewStep } from '../store/gestures.ts'

/** One step that can be added. */
export interface PaletteItem {
  /** Tells items apart: the kind, or the plugin's name and node. */
  key: string
  title: string
  description: string
  category: NodeCategory | 'plugins'
  /** Nothing can lead to it. */
  isStart: boolean
  step: NewStep
}

/** Everything that can be added: the built-in kinds, then each node of each installed plugin. */
export function paletteItems(context: NodeContext): PaletteItem[] {
  const builtIn = NODE_KINDS.filter((kind) => kind !== 'plugin').map((kind): PaletteItem => {
    const { title, description, category, isTarget } = NODE_DEFINITIONS[kind]
    return { key: kind, title, description, category, isStart: !isTarget, step: { kind } }
  })
  const order = (item: PaletteItem) => NODE_CATEGORIES.findIndex((category) => category === item.category)
  const plugins = (context.plugins ?? []).flatMap((plugin) =>
    plugin.nodes.map((node): PaletteItem => ({
      key: `${plugin.name}/${node.name}`,
      title: node.title,
      description: node.description ?? `From the plugin ${plugin.title}.`,
      category: 'plugins',
      isStart: false,
      step: { kind: 'plugin', data: { plugin: plugin.name, node: node.name, input: {} } },
    })),
  )
  return [...builtIn.toSorted((a, b) => order(a) - order(b)), ...plugins]
}

/** Words by which people look for steps that are called otherwise. */
const ALSO: Record<string, string> = {
  send_sms: 'message sms mms text picture',
  wait: 'delay pause timer sleep until date event click link clicked',
  branch_on_reply: 'answer question response yes no keyword',
  condition: 'if else rule filter branch',
  split: 'ab test random percent experiment',
  stop_check: 'opt out unsubscribe consent',
  http_request: 'webhook api call post get',
  update_contact: 'field attribute set save',
  notify_team: 'alert note slack message',
  handoff: 'human agent inbox takeover',
  trigger: 'start begin enrol enroll event schedule',
  exit: 'end stop finish',
}

/** The items that a search finds, those whose name begins with it first. */
export function searchItems(items: readonly PaletteItem[], query: string): PaletteItem[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return [...items]
  const hay = (item: PaletteItem) =>
    `${item.title} ${item.description} ${item.category} ${ALSO[item.key] ?? ''}`.toLowerCase()
  const rank = (item: PaletteItem) =>
    item.title.toLowerCase().startsWith(words[0] ?? '') ? 0 : item.title.toLowerCase().includes(words[0] ?? '') ? 1 : 2
  return items.filter((item) => words.every((word) => hay(item).includes(word))).toSorted((a, b) => rank(a) - rank(b))
}

/** The item that a step on the canvas came from, to say what plugin it is of. */
export function pluginTitleOf(node: GraphNode, context: NodeContext): { title: string; version: string } | null {
  const { plugin, node: name } = node.data
  if (node.type !== 'plugin' || typeof plugin !== 'string' || typeof name !== 'string') return null
  const found = context.plugins?.find((candidate) => candidate.name === plugin)
  return found && findPluginNode(context.plugins, plugin, name) ? { title: found.title, version: found.version } : null
}
