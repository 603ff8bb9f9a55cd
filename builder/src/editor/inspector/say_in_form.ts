import { isNodeKind, nodeJsonSchema, titleOf, type GraphIssue, type GraphNode } from '@soniarose/graph'
import { fieldsOf, isShown } from './read_schema.ts'

/**
 * An issue as the step's own form says it: without the step's name, which stands above, and with the field's title
 * instead of its key.
 */
export function sayInForm(issue: GraphIssue, node: GraphNode): string {
  const prefix = `${titleOf(node)}: `
  const own = issue.message.startsWith(prefix) ? issue.message.slice(prefix.length) : issue.message
  const field = isNodeKind(node.type)
    ? fieldsOf(nodeJsonSchema(node.type)).find((each) => each.name === issue.field)
    : undefined
  const plain = field ? own.replace(`"${field.name}"`, `“${field.title}”`) : own
  return plain.charAt(0).toUpperCase() + plain.slice(1)
}

/** Kinds whose forms draw all fields of their schema, each with what is wrong with it. */
const isDrawnWhole = (kind: string) => kind !== 'plugin' && kind !== 'wait'

/** Whether an issue stands at its own field in the step's form, so that it needn't be said above it too. */
export function isSaidAtField(issue: GraphIssue, node: GraphNode): boolean {
  if (!isNodeKind(node.type) || !isDrawnWhole(node.type)) return false
  return fieldsOf(nodeJsonSchema(node.type)).some((field) => field.name === issue.field && isShown(field, node.data))
}
