import type { z } from 'zod'
import type { Graph, GraphNode } from '../schema/graph.ts'
import { addTag } from './add_tag.ts'
import { branchOnReply } from './branch_on_reply.ts'
import { condition } from './condition.ts'
import type { Handle, NodeContext, NodeDefinition } from './definition.ts'
import { exit } from './exit.ts'
import { goal } from './goal.ts'
import { handoff } from './handoff.ts'
import { httpRequest } from './http_request.ts'
import { notifyTeam } from './notify_team.ts'
import { plugin } from './plugin.ts'
import { removeTag } from './remove_tag.ts'
import { sendSms } from './send_sms.ts'
import { split } from './split.ts'
import { startWorkflow } from './start_workflow.ts'
import { stopCheck } from './stop_check.ts'
import { trigger } from './trigger.ts'
import { updateContact } from './update_contact.ts'
import { wait } from './wait.ts'

/** Every kind of node there is, in the order of the palette. */
export const NODE_DEFINITIONS = {
  trigger,
  send_sms: sendSms,
  branch_on_reply: branchOnReply,
  stop_check: stopCheck,
  wait,
  condition,
  split,
  update_contact: updateContact,
  add_tag: addTag,
  remove_tag: removeTag,
  notify_team: notifyTeam,
  handoff,
  http_request: httpRequest,
  start_workflow: startWorkflow,
  plugin,
  goal,
  exit,
} as const

export type NodeKind = keyof typeof NODE_DEFINITIONS

/** The finished data of a kind of node. */
export type NodeDataOf<Kind extends NodeKind> = z.infer<(typeof NODE_DEFINITIONS)[Kind]['schema']>

/** Every kind's name, in the order of the palette. */
export const NODE_KINDS: readonly NodeKind[] = Object.keys(NODE_DEFINITIONS).filter(isNodeKind)

/** Whether a node's type is one that this version knows. */
export function isNodeKind(type: string): type is NodeKind {
  return Object.hasOwn(NODE_DEFINITIONS, type)
}

/** What a kind of node is, or undefined for a type that this version doesn't know. */
export function definitionOf(type: string): NodeDefinition | undefined {
  return isNodeKind(type) ? NODE_DEFINITIONS[type] : undefined
}

/** A node's ways out. Of an unknown type: what its edges use, so that nothing vanishes from the drawing. */
export function handlesOf(node: GraphNode, context: NodeContext = {}, graph?: Graph): Handle[] {
  const definition = definitionOf(node.type)
  if (definition) return definition.handles(node.data, context)
  const used = graph?.edges.filter((edge) => edge.source === node.id).map((edge) => edge.sourceHandle) ?? []
  return [...new Set(used)].map((id) => ({ id, label: id }))
}

/** One line that says what a node does. */
export function summaryOf(node: GraphNode, context: NodeContext = {}): string {
  return definitionOf(node.type)?.summary(node.data, context) ?? `Unknown node "${node.type}"`
}

/** The name of a node on the canvas: what its author called it, else its kind's title. */
export function titleOf(node: GraphNode): string {
  const label = node.data['label']
  return typeof label === 'string' && label.trim() !== '' ? label.trim() : (definitionOf(node.type)?.title ?? node.type)
}
