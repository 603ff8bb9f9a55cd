import type { GraphEdge, GraphNode, NodeData, Position } from '../schema/graph.ts'

/** The edits that others are made of. Each touches one thing. */
export type SmallOperation =
  /** `at`: where in the list; the end when absent. */
  | { type: 'add_node'; node: GraphNode; at?: number }
  /** Takes a node only; its edges must have gone before. */
  | { type: 'take_node'; nodeId: string }
  | { type: 'add_edge'; edge: GraphEdge; at?: number }
  | { type: 'take_edge'; edgeId: string }
  | { type: 'move_nodes'; moves: readonly { nodeId: string; position: Position }[] }
  | { type: 'set_data'; nodeId: string; data: NodeData }
  | { type: 'set_name'; name: string }
  | { type: 'update_settings'; settings: Record<string, unknown> }

/** The edits that people make; each compiles to small ones. */
export type CompoundOperation =
  /** Removes nodes with every edge that touches them. */
  | { type: 'remove_nodes'; nodeIds: readonly string[] }
  /** Draws an edge; one that left by the same handle gives way. */
  | { type: 'connect'; edge: GraphEdge }
  | { type: 'disconnect'; edgeIds: readonly string[] }
  /** Replaces a node's data; edges of ways out that it thereby loses go too. */
  | { type: 'update_data'; nodeId: string; data: NodeData }
  /** Names a node (empty: back to its kind's title), or with `nodeId: null` the workflow. */
  | { type: 'rename'; nodeId: string | null; name: string }
  /** Puts a new node into an edge; `handle` is the new node's way out, its first one when absent. */
  | { type: 'insert_on_edge'; edgeId: string; node: GraphNode; handle?: string }
  /** Adds nodes with fresh ids, and the edges among them. */
  | { type: 'paste'; nodes: readonly GraphNode[]; edges: readonly GraphEdge[] }
  /** Copies nodes and the edges among them; `ids` gives each copy its id. */
  | { type: 'duplicate'; ids: readonly { from: string; to: string }[]; offset: Position }
  | { type: 'batch'; operations: readonly GraphOperation[] }

/** An edit as data: applied, undone and sent the same way. */
export type GraphOperation = SmallOperation | CompoundOperation
