import { isNodeKind, NODE_DEFINITIONS, settingsOf, type Graph, type GraphNode } from '@soniarose/graph'
import { readBehaviours, NewerVersion, type Behaviours } from './behaviours.ts'
import type { CompiledExit, CompiledGraph, CompiledTrigger } from './compiled_graph.ts'
import type { CompiledNode, NodeBehaviour } from './node_runner.ts'
import { RUNNERS } from './nodes/registry.ts'

const NO_BEHAVIOURS: Behaviours = new Set()

/**
 * Makes a graph ready to be advanced: data checked, templates and patterns parsed, edges looked up. Done once for a
 * version. Never throws: a node that can't be run (which `validate` keeps from being published) ends a run that
 * comes to it as failed, with the reason.
 * @param behaviours what the version was published with; none: as it was before there were any
 */
export function compile(graph: Graph, behaviours: Behaviours = NO_BEHAVIOURS): CompiledGraph {
  const settings = settingsOf(graph)
  const nodes = new Map<string, CompiledNode>()
  for (const node of graph.nodes) if (!nodes.has(node.id)) nodes.set(node.id, compileNode(graph, node))
  return {
    name: graph.name,
    nodes,
    triggers: graph.nodes.flatMap(compileTrigger),
    exits: [...(settings.exitRules ?? []).map(compileExitRule), ...graph.nodes.flatMap(compileGoal)],
    reentry: { rule: settings.reentry, days: settings.reentryDays ?? 0 },
    behaviours,
  }
}

/** A published version, ready to be advanced as it was published; an error where this code can't know how. */
export function compileVersion(graph: Graph, behaviours: readonly string[]): CompiledGraph | NewerVersion {
  const known = readBehaviours(behaviours)
  return known instanceof NewerVersion ? known : compile(graph, known)
}

function compileNode(graph: Graph, node: GraphNode): CompiledNode {
  const next = new Map<string, string>()
  for (const edge of graph.edges)
    if (edge.source === node.id && !next.has(edge.sourceHandle)) next.set(edge.sourceHandle, edge.target)
  return { id: node.id, kind: node.type, next, ...behaviourOf(node) }
}

function behaviourOf(node: GraphNode): NodeBehaviour {
  if (!isNodeKind(node.type)) return broken(`"${node.type}" is not a kind of node`)
  const compiled = RUNNERS[node.type](node.id, node.data)
  return 'behaviour' in compiled ? compiled.behaviour : broken(compiled.problem)
}

function broken(problem: string): NodeBehaviour {
  return {
    enter: () => ({
      to: 'end',
      status: 'failed',
      reason: 'invalid_node',
      outcome: 'failed',
      detail: { error: problem },
    }),
  }
}

function compileTrigger(node: GraphNode): CompiledTrigger[] {
  if (node.type !== 'trigger') return []
  const parsed = NODE_DEFINITIONS.trigger.schema.safeParse(node.data)
  return parsed.success ? [{ nodeId: node.id, on: parsed.data.on, data: parsed.data }] : []
}

function compileGoal(node: GraphNode): CompiledExit[] {
  if (node.type !== 'goal') return []
  const parsed = NODE_DEFINITIONS.goal.schema.safeParse(node.data)
  if (!parsed.success || (parsed.data.event === undefined && parsed.data.when === undefined)) return []
  const { name, label, event, when } = parsed.data
  return [{ id: node.id, kind: 'goal', label: name || label || 'Goal', event: event ?? null, when: when ?? null }]
}

type ExitRule = NonNullable<ReturnType<typeof settingsOf>['exitRules']>[number]

function compileExitRule(rule: ExitRule): CompiledExit {
  return {
    id: rule.id,
    kind: 'exit_rule',
    label: rule.label || rule.id,
    event: rule.event ?? null,
    when: rule.when ?? null,
  }
}
