import {
  freshEdge,
  freshNodeId,
  isRecord,
  type Graph,
  type GraphEdge,
  type GraphNode,
  type Position,
} from '@soniarose/graph'
import { z } from 'zod'
import { idBaseOf } from './fresh_ids.ts'

/** Marks a text on the clipboard as steps of ours; the number is the format's version. */
export const CLIPBOARD_MARK = 'soniarose/steps@1'

/** More steps than a workflow may have are never pasted. */
const CLIP_LIMIT = 500

const clipSchema = z.object({
  soniarose: z.literal(CLIPBOARD_MARK),
  nodes: z
    .array(
      z.object({
        id: z.string().min(1).max(64),
        type: z.string().min(1).max(60),
        position: z.object({ x: z.number(), y: z.number() }),
        data: z.record(z.string(), z.unknown()),
      }),
    )
    .min(1)
    .max(CLIP_LIMIT),
  edges: z
    .array(z.object({ id: z.string(), source: z.string(), sourceHandle: z.string(), target: z.string() }))
    .max(CLIP_LIMIT * 4),
})

/** Steps and the connections between them, as they travel through the clipboard. */
export type Clip = z.infer<typeof clipSchema>

/** Headers whose value is a secret in all likelihood, and so never leaves the workflow by the clipboard. */
const SECRET_HEADER = /authorization|cookie|token|secret|api[-_]?key|password/i

/** A step's settings without what belongs to this workspace alone: its sender and secret header values. */
function withoutSecrets(data: Record<string, unknown>): Record<string, unknown> {
  const { senderId: _sender, headers, ...rest } = data
  if (headers === undefined) return rest
  return { ...rest, headers: maskHeaders(headers) }
}

function maskHeaders(headers: unknown): unknown {
  if (Array.isArray(headers)) {
    return headers.map((row: unknown) =>
      isRecord(row) && typeof row.name === 'string' && SECRET_HEADER.test(row.name) ? { ...row, value: '' } : row,
    )
  }
  if (!isRecord(headers)) return headers
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, SECRET_HEADER.test(name) ? '' : value]),
  )
}

/**
 * Writes the chosen steps and the connections among them as readable JSON; positions count from the
 * top left of the choice. Null when nothing is chosen.
 */
export function copySteps(graph: Graph, ids: ReadonlySet<string>): string | null {
  const nodes = graph.nodes.filter((node) => ids.has(node.id))
  if (nodes.length === 0) return null
  const left = Math.min(...nodes.map((node) => node.position.x))
  const top = Math.min(...nodes.map((node) => node.position.y))
  const clip: Clip = {
    soniarose: CLIPBOARD_MARK,
    nodes: nodes.map((node) => ({
      id: node.id,
      type: node.type,
      position: { x: node.position.x - left, y: node.position.y - top },
      data: withoutSecrets(node.data),
    })),
    edges: graph.edges.filter((edge) => ids.has(edge.source) && ids.has(edge.target)),
  }
  return JSON.stringify(clip, null, 2)
}

/** Reads a text from the clipboard; null when it holds no steps of ours. */
export function readClip(text: string): Clip | null {
  if (!text.includes(CLIPBOARD_MARK)) return null
  try {
    const parsed = clipSchema.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

/**
 * Makes new steps of a clip: new ids, placed at a point, connected among themselves as they were. What one
 * of them says about another (`steps.quote.text`) follows to the new id.
 */
export function placeClip(clip: Clip, graph: Graph, at: Position): { nodes: GraphNode[]; edges: GraphEdge[] } {
  const renamed = new Map<string, string>()
  let known: Pick<Graph, 'nodes'> = graph
  for (const node of clip.nodes) {
    const id = freshNodeId({ ...graph, nodes: known.nodes }, idBaseOf(node.type))
    known = { nodes: [...known.nodes, { ...node, id }] }
    renamed.set(node.id, id)
  }
  const nodes = clip.nodes.map((node) => ({
    id: renamed.get(node.id) ?? node.id,
    type: node.type,
    position: { x: at.x + node.position.x, y: at.y + node.position.y },
    data: renameReferences(node.data, renamed),
  }))
  const edges: GraphEdge[] = []
  for (const { source: from, sourceHandle, target: to } of clip.edges) {
    const [source, target] = [renamed.get(from), renamed.get(to)]
    if (source === undefined || target === undefined) continue
    edges.push(freshEdge({ edges: [...graph.edges, ...edges] }, { source, sourceHandle, target }))
  }
  return { nodes, edges }
}

const STEP_REFERENCE = /\bsteps\.([A-Za-z0-9_:-]+)/g

function renameReferences(
  data: Record<string, unknown>,
  renamed: ReadonlyMap<string, string>,
): Record<string, unknown> {
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') {
      return value.replace(STEP_REFERENCE, (whole, id: string) => {
        const next = renamed.get(id)
        return next === undefined ? whole : `steps.${next}`
      })
    }
    if (Array.isArray(value)) return value.map(walk)
    if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item)]))
    return value
  }
  return Object.fromEntries(Object.entries(data).map(([key, item]) => [key, walk(item)]))
}
