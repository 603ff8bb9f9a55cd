import {
  sortIssues,
  templatesOf,
  titleOf,
  validate,
  type Graph,
  type GraphIssue,
  type GraphIssues,
  type NodeContext,
} from '@soniarose/graph'
import { SCOPE_ROOTS } from '../scope.ts'
import { checkPattern } from '../reply/pattern.ts'
import { checkTemplate } from '../template/template.ts'
import { variablesIn } from '../template/variables.ts'
import { fieldsOf } from './fields_of.ts'
import { nearest } from './nearest.ts'

const CONTACT_FIELDS = new Set([
  'id',
  'phone',
  'firstName',
  'lastName',
  'email',
  'timeZone',
  'optInStatus',
  'tags',
  'attributes',
  'createdAt',
])

/**
 * Everything that can be said of a graph before it runs: `validate` with the core's own judges of templates and
 * patterns, and names in texts and conditions that nothing will ever fill.
 */
export function lint(graph: Graph, context: NodeContext = {}): GraphIssues {
  const { errors, warnings } = validate(graph, { ...context, checkTemplate, checkPattern })
  return sortIssues([...errors, ...warnings, ...unknownVariables(graph)])
}

function unknownVariables(graph: Graph): GraphIssue[] {
  const outputs = new Set(graph.nodes.flatMap((node) => [node.id, String(node.data['saveAs'] ?? node.id)]))
  return graph.nodes.flatMap((node) => {
    const inTexts = templatesOf(node).flatMap(({ field, text }) => variablesIn(text).map((path) => ({ field, path })))
    return [...inTexts, ...fieldsOf(node)].flatMap(({ field, path }) => {
      const problem = problemOf(path, outputs)
      if (problem === null) return []
      return [{ code: 'W_UNKNOWN_VARIABLE' as const, nodeId: node.id, message: `${titleOf(node)}: ${problem}`, field }]
    })
  })
}

function problemOf(path: string, outputs: ReadonlySet<string>): string | null {
  const [root = '', key] = path.split('.')
  if (!SCOPE_ROOTS.some((name) => name === root))
    return `"${path}" is always empty. Names begin with ${SCOPE_ROOTS.join(', ')}`
  if (key === undefined) return null
  if (root === 'contact' && !CONTACT_FIELDS.has(key))
    return `a contact has no field "${key}". Perhaps contact.${nearest(key, CONTACT_FIELDS) ?? `attributes.${key}`}`
  if (root === 'steps' && !outputs.has(key)) return `"${path}" is always empty: there is no node "${key}"`
  return null
}
