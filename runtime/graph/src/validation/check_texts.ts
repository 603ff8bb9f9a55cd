import { readRecords } from '../nodes/read.ts'
import { titleOf } from '../nodes/registry.ts'
import type { GraphNode } from '../schema/graph.ts'
import { triggerIds } from './check_paths.ts'
import type { GraphIndex } from './graph_index.ts'
import type { GraphIssue } from './issue.ts'
import { templatesOf } from './templates_of.ts'

/** Judges of text that live outside this package, because they own the engine that reads it. */
export interface TextChecks {
  /** The problems of a Liquid text, none when it is fine. */
  checkTemplate?: ((text: string) => string[]) | undefined
  /** The problem of a regular expression, or null. */
  checkPattern?: ((pattern: string) => string | null) | undefined
}

/** Templates and patterns that don't parse, and first texts that don't say how to leave. */
export function checkTexts(index: GraphIndex, checks: TextChecks): GraphIssue[] {
  const issues: GraphIssue[] = []
  for (const node of index.nodes.values()) {
    issues.push(...templateIssues(node, checks), ...patternIssues(node, checks))
  }
  return [...issues, ...stopWordingIssues(index)]
}

function templateIssues(node: GraphNode, { checkTemplate }: TextChecks): GraphIssue[] {
  if (!checkTemplate) return []
  return templatesOf(node).flatMap(({ field, text }) =>
    checkTemplate(text).map((problem) => ({
      code: 'E_TEMPLATE' as const,
      nodeId: node.id,
      message: `${titleOf(node)}: ${problem}`,
      field,
    })),
  )
}

function patternIssues(node: GraphNode, { checkPattern }: TextChecks): GraphIssue[] {
  if (!checkPattern || node.type !== 'branch_on_reply') return []
  return readRecords(node.data, 'branches').flatMap(({ match }, position) => {
    const pattern = typeof match === 'object' && match !== null && 'regex' in match ? match.regex : undefined
    const problem = typeof pattern === 'string' ? checkPattern(pattern) : null
    if (problem === null) return []
    const field = `branches.${position}.match.regex`
    return [{ code: 'E_PATTERN' as const, nodeId: node.id, message: `${titleOf(node)}: ${problem}`, field }]
  })
}

/** What counts as saying how to leave: the carriers' own word, in any case. */
const STOP_WORDING = /\bstop\b/i

function stopWordingIssues(index: GraphIndex): GraphIssue[] {
  return firstTexts(index)
    .filter((node) => !STOP_WORDING.test(String(node.data['body'] ?? '')))
    .map((node) => ({
      code: 'W_NO_STOP_WORDING' as const,
      nodeId: node.id,
      message: 'This is the first text that people get, and it does not say how to leave. Add "Reply STOP to opt out"',
      field: 'body',
    }))
}

/** The texts that somebody may get first: come to from a trigger without passing another text. */
export function firstTexts(index: GraphIndex): GraphNode[] {
  const open = triggerIds(index)
  const seen = new Set(open)
  const found: GraphNode[] = []
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const node = index.nodes.get(id)
    if (node?.type === 'send_sms') {
      found.push(node)
      continue
    }
    for (const { target } of index.outgoing.get(id) ?? []) {
      if (seen.has(target)) continue
      seen.add(target)
      open.push(target)
    }
  }
  return found
}
