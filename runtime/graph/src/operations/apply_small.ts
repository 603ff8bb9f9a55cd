import type { Graph } from '../schema/graph.ts'
import type { GraphOperation, SmallOperation } from './operation.ts'

/** What an edit made, and the edit that takes it back exactly. Null when it changes nothing. */
export type Applied = { graph: Graph; inverse: GraphOperation } | null

/** Applies one small edit. What it can't apply to (an id that isn't there, or is there already) it leaves as it is. */
export function applySmall(graph: Graph, operation: SmallOperation): Applied {
  switch (operation.type) {
    case 'add_node':
      return addNode(graph, operation)
    case 'take_node':
      return takeNode(graph, operation.nodeId)
    case 'add_edge':
      return addEdge(graph, operation)
    case 'take_edge':
      return takeEdge(graph, operation.edgeId)
    case 'move_nodes':
      return moveNodes(graph, operation)
    case 'set_data':
      return setData(graph, operation)
    case 'set_name':
      if (graph.name === operation.name) return null
      return { graph: { ...graph, name: operation.name }, inverse: { type: 'set_name', name: graph.name } }
    case 'update_settings':
      return {
        graph: { ...graph, settings: operation.settings },
        inverse: { type: 'update_settings', settings: graph.settings },
      }
    default:
      return exhaustive(operation)
  }
}

/** Makes a forgotten kind of edit a compile error. */
export function exhaustive(operation: never): never {
  throw new Error(`Unknown operation ${JSON.stringify(operation)}`)
}

type Of<Type extends SmallOperation['type']> = Extract<SmallOperation, { type: Type }>

function addNode(graph: Graph, { node, at = graph.nodes.length }: Of<'add_node'>): Applied {
  if (graph.nodes.some(({ id }) => id === node.id)) return null
  return {
    graph: { ...graph, nodes: graph.nodes.toSpliced(at, 0, node) },
    inverse: { type: 'take_node', nodeId: node.id },
  }
}

function takeNode(graph: Graph, nodeId: string): Applied {
  const at = graph.nodes.findIndex(({ id }) => id === nodeId)
  const node = graph.nodes[at]
  if (!node) return null
  return { graph: { ...graph, nodes: graph.nodes.toSpliced(at, 1) }, inverse: { type: 'add_node', node, at } }
}

function addEdge(graph: Graph, { edge, at = graph.edges.length }: Of<'add_edge'>): Applied {
  if (graph.edges.some(({ id }) => id === edge.id)) return null
  return {
    graph: { ...graph, edges: graph.edges.toSpliced(at, 0, edge) },
    inverse: { type: 'take_edge', edgeId: edge.id },
  }
}

function takeEdge(graph: Graph, edgeId: string): Applied {
  const at = graph.edges.findIndex(({ id }) => id === edgeId)
  const edge = graph.edges[at]
  if (!edge) return null
  return { graph: { ...graph, edges: graph.edges.toSpliced(at, 1) }, inverse: { type: 'add_edge', edge, at } }
}

function moveNodes(graph: Graph, { moves }: Of<'move_nodes'>): Applied {
  const targets = new Map(moves.map(({ nodeId, position }) => [nodeId, position]))
  const moved = graph.nodes.filter(({ id }) => targets.has(id))
  if (moved.length === 0) return null
  const nodes = graph.nodes.map((node) => {
    const position = targets.get(node.id)
    return position ? { ...node, position } : node
  })
  const back = moved.map(({ id, position }) => ({ nodeId: id, position }))
  return { graph: { ...graph, nodes }, inverse: { type: 'move_nodes', moves: back } }
}

function setData(graph: Graph, { nodeId, data }: Of<'set_data'>): Applied {
  const node = graph.nodes.find(({ id }) => id === nodeId)
  if (!node) return null
  const nodes = graph.nodes.map((candidate) => (candidate.id === nodeId ? { ...candidate, data } : candidate))
  return { graph: { ...graph, nodes }, inverse: { type: 'set_data', nodeId, data: node.data } }
}
