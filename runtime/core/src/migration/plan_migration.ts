import { canonicalJson, type Graph, type GraphNode } from '@soniarose/graph'
import type { WaitKind } from '../run_state.ts'

/** What a person chose for the runs that stand at one node of the old version. */
export type MigrationChoice = { action: 'stay' } | { action: 'move'; to: string } | { action: 'exit' }

/** What a node of the new version lets a run wait for; key null: it is made when the node is entered. */
export interface TargetWait {
  kind: WaitKind
  key: string | null
}

/** What becomes of the runs at one node. */
export type NodePlan =
  | { action: 'stay' }
  | { action: 'exit' }
  | {
      action: 'move'
      to: string
      /** The same id and kind: the visit under way can go on as it is. */
      sameNode: boolean
      sameKind: boolean
      sameSettings: boolean
      wait: TargetWait | null
    }

/** Why runs stay where nobody chose: their node is not in the new version, or does something else there. */
export type StayReason = 'node_missing' | 'kind_changed'

export interface PlannedNode {
  plan: NodePlan
  isDefault: boolean
  why: StayReason | null
}

export interface MigrationFault {
  nodeId: string
  code: 'E_UNKNOWN_NODE' | 'E_UNKNOWN_TARGET'
  message: string
}

/**
 * Where the runs at each of some nodes go when their version is exchanged for another. Where nobody chose: to the same
 * node when it is there and of the same kind, else nowhere. Pure.
 * @param standing nodes at which runs stand; ids that the old version doesn't have stay
 * @returns a plan for every node that was asked or chosen for, and what was chosen wrongly
 */
export function planMigration(
  { from, to }: { from: Graph; to: Graph },
  choices: ReadonlyMap<string, MigrationChoice>,
  standing: Iterable<string>,
): { nodes: Map<string, PlannedNode>; faults: MigrationFault[] } {
  const old = byId(from)
  const fresh = byId(to)
  const nodes = new Map<string, PlannedNode>()
  const faults: MigrationFault[] = []
  for (const nodeId of new Set([...standing, ...choices.keys()])) {
    const node = old.get(nodeId)
    const choice = choices.get(nodeId)
    const target = fresh.get(choice?.action === 'move' ? choice.to : nodeId)
    if (choice && !node) faults.push(unknownNode(nodeId))
    else if (choice?.action === 'move' && !target) faults.push(unknownTarget(nodeId, choice.to))
    else nodes.set(nodeId, planNode(node, target, choice))
  }
  return { nodes, faults }
}

function planNode(
  node: GraphNode | undefined,
  target: GraphNode | undefined,
  choice: MigrationChoice | undefined,
): PlannedNode {
  if (choice) return { plan: planChoice(choice, node, target), isDefault: false, why: null }
  if (!node || !target) return { plan: { action: 'stay' }, isDefault: true, why: 'node_missing' }
  if (node.type !== target.type) return { plan: { action: 'stay' }, isDefault: true, why: 'kind_changed' }
  return { plan: moveTo(node, target), isDefault: true, why: null }
}

function planChoice(choice: MigrationChoice, node: GraphNode | undefined, target: GraphNode | undefined): NodePlan {
  if (choice.action === 'exit') return { action: 'exit' }
  return choice.action === 'move' && node && target ? moveTo(node, target) : { action: 'stay' }
}

function moveTo(node: GraphNode, target: GraphNode): NodePlan {
  const sameKind = node.type === target.type
  return {
    action: 'move',
    to: target.id,
    sameNode: sameKind && node.id === target.id,
    sameKind,
    sameSettings: sameKind && settingsOf(node) === settingsOf(target),
    wait: waitOf(target),
  }
}

/** What a node does; its name on the canvas is not part of it. */
const settingsOf = ({ data }: GraphNode): string => canonicalJson({ ...data, label: undefined })

function waitOf({ id, type, data }: GraphNode): TargetWait | null {
  switch (type) {
    case 'wait':
      return typeof data['untilEvent'] === 'string'
        ? { kind: 'event', key: data['untilEvent'] }
        : { kind: 'time', key: null }
    case 'branch_on_reply':
      return { kind: 'reply', key: id }
    case 'send_sms':
      return { kind: 'message', key: null }
    case 'http_request':
    case 'plugin':
      return { kind: 'effect', key: null }
    case 'start_workflow':
      return data['waitForIt'] === true ? { kind: 'child', key: null } : null
    default:
      return null
  }
}

const byId = (graph: Graph): Map<string, GraphNode> => new Map(graph.nodes.map((node) => [node.id, node]))

const unknownNode = (nodeId: string): MigrationFault => ({
  nodeId,
  code: 'E_UNKNOWN_NODE',
  message: `The version to move from has no node "${nodeId}".`,
})

const unknownTarget = (nodeId: string, to: string): MigrationFault => ({
  nodeId,
  code: 'E_UNKNOWN_TARGET',
  message: `The version to move to has no node "${to}".`,
})
