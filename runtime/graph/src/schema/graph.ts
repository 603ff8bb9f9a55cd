import { z } from 'zod'
import { GRAPH_LIMITS } from '../limits.ts'
import { edgeIdSchema, idSchema } from './primitives.ts'
import { settingsSchema, type GraphSettings } from './settings.ts'

/** The version that this code writes. Older files are migrated, newer ones refused. */
export const SCHEMA_VERSION = 1

/** A node's own settings. Loose on purpose: a draft may be unfinished; `validate` judges it by the node's kind. */
export type NodeData = Record<string, unknown>

export interface Position {
  x: number
  y: number
}

/** A node in React Flow's own shape. */
export interface GraphNode {
  id: string
  type: string
  position: Position
  data: NodeData
}

/** An edge in React Flow's own shape; `sourceHandle` is the outgoing handle's id. */
export interface GraphEdge {
  id: string
  source: string
  sourceHandle: string
  target: string
}

export interface Graph {
  schemaVersion: typeof SCHEMA_VERSION
  name: string
  settings: Record<string, unknown>
  nodes: GraphNode[]
  edges: GraphEdge[]
}

export const positionSchema = z.object({ x: z.number().min(-1e6).max(1e6), y: z.number().min(-1e6).max(1e6) })

/** The handle that nodes with one way out have; React Flow sends null for it when it draws an unnamed handle. */
export const DEFAULT_HANDLE = 'next'

export const nodeSchema = z.object({
  id: idSchema,
  type: z.string().min(1).max(60),
  position: positionSchema.default({ x: 0, y: 0 }),
  data: z.record(z.string(), z.unknown()).default({}),
})

export const edgeSchema = z.object({
  id: edgeIdSchema,
  source: z.string().min(1).max(GRAPH_LIMITS.id),
  sourceHandle: z.string().max(GRAPH_LIMITS.id).default(DEFAULT_HANDLE),
  target: z.string().min(1).max(GRAPH_LIMITS.id),
})

/**
 * The structure of a graph, finished or not: ids, kinds, positions, edges. What a node's data must hold is
 * judged by `validate`, so that an unfinished draft can be saved.
 */
export const graphSchema = z.object({
  schemaVersion: z.literal(SCHEMA_VERSION),
  name: z.string().max(120).default(''),
  settings: z.record(z.string(), z.unknown()).default({}),
  nodes: z.array(nodeSchema).max(GRAPH_LIMITS.nodes, `A workflow has at most ${GRAPH_LIMITS.nodes} nodes`),
  edges: z.array(edgeSchema).max(GRAPH_LIMITS.edges, `A workflow has at most ${GRAPH_LIMITS.edges} connections`),
})

/** The settings of a graph with everything unsaid at its default; faulty settings, which `validate` reports, count as unsaid. */
export function settingsOf(graph: Graph): GraphSettings {
  const parsed = settingsSchema.safeParse(graph.settings)
  return parsed.success ? parsed.data : { reentry: 'never' }
}

/** A graph with nothing on it, for a new workflow. */
export function emptyGraph(name: string): Graph {
  return { schemaVersion: SCHEMA_VERSION, name, settings: { reentry: 'never' }, nodes: [], edges: [] }
}
