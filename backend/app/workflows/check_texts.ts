import { firstTexts, indexGraph, titleOf, type Graph, type GraphIssue, type GraphNode } from '@soniarose/graph'
import { checkContent, type ContentWarning } from '@soniarose/messaging'

/** What a merge field may become, for counting: about a first name. */
const MERGED = 'Someone'

/** The template without its tags, as a reader would get it. */
const readable = (template: string): string => template.replace(/\{%[^]*?%\}/g, '').replace(/\{\{[^]*?\}\}/g, MERGED)

/**
 * Warns of what a first text has to say (CTIA Messaging Principles 5.1.2.1), and of words and forms that carriers filter.
 * @param brandNames who people know the sender as; none: who sends is not looked for
 */
export function checkTexts(graph: Graph, brandNames: readonly string[]): GraphIssue[] {
  const first = new Set(firstTexts(indexGraph(graph)).map((node) => node.id))
  return graph.nodes.filter(isText).flatMap((node) => {
    const body = readable(String(node.data['body']))
    const warnings = checkContent({ body, firstMessage: first.has(node.id), brandNames })
    const missing = warnings.filter((warning) => warning.found === null && MISSING.has(warning.code))
    const risky = warnings.filter((warning) => !MISSING.has(warning.code) && warning.code !== 'no_stop')
    return [...firstTextIssue(node, missing), ...risky.map((warning) => riskIssue(node, warning))]
  })
}

/** That it doesn't say how to leave has a warning of its own already. */
const MISSING: ReadonlySet<ContentWarning['code']> = new Set(['no_sender_name', 'no_reason', 'no_help', 'no_rates'])

const isText = (node: GraphNode): boolean =>
  node.type === 'send_sms' && typeof node.data['body'] === 'string' && node.data['body'].trim() !== ''

function firstTextIssue(node: GraphNode, missing: readonly ContentWarning[]): GraphIssue[] {
  if (missing.length === 0) return []
  const message = `${titleOf(node)}: people may get this text first. ${missing.map((warning) => warning.message).join(' ')}`
  return [{ code: 'W_FIRST_TEXT', nodeId: node.id, message, field: 'body' }]
}

const riskIssue = (node: GraphNode, warning: ContentWarning): GraphIssue => ({
  code: 'W_RISKY_TEXT',
  nodeId: node.id,
  message: `${titleOf(node)}: ${warning.message}`,
  field: 'body',
})
