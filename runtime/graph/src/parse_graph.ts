import type { z } from 'zod'
import { inspectJson, utf8Length, type JsonFault } from './inspect_json.ts'
import { GRAPH_LIMITS } from './limits.ts'
import { migrate } from './migrations/migrate.ts'
import { isRecord } from './nodes/read.ts'
import { fail, ok, type Result } from './result.ts'
import { DEFAULT_HANDLE, graphSchema, type Graph } from './schema/graph.ts'
import type { GraphIssue } from './validation/issue.ts'

/**
 * Reads a graph, finished or not: checks limits, migrates an older version, checks the structure. It doesn't judge
 * whether the workflow makes sense; `validate` does.
 *
 * @param json the text of a file, or what was parsed from it
 * @returns the graph without anything that isn't part of it, or the issues that keep it from being read
 */
export function parseGraph(json: unknown): Result<Graph, GraphIssue[]> {
  const parsed = typeof json === 'string' ? parseText(json) : ok(json)
  if (!parsed.ok) return parsed
  const fault = inspectJson(parsed.value)
  if (fault) return failWith(describeFault(fault))
  if (!isRecord(parsed.value))
    return failWith({ code: 'E_GRAPH_SHAPE', message: 'A workflow is a JSON object with nodes and edges' })
  const migrated = migrate(parsed.value)
  if (!migrated.ok) return failWith(migrated.error)
  const shaped = graphSchema.safeParse({ ...migrated.value, edges: nameHandles(migrated.value['edges']) })
  return shaped.success ? ok(shaped.data) : fail(shapeIssues(shaped.error, migrated.value))
}

function failWith(problem: Pick<GraphIssue, 'code' | 'message'>): { ok: false; error: GraphIssue[] } {
  return fail([{ code: problem.code, nodeId: null, message: problem.message }])
}

function parseText(text: string): Result<unknown, GraphIssue[]> {
  if (utf8Length(text) > GRAPH_LIMITS.bytes) return failWith(describeFault({ kind: 'large' }))
  try {
    return ok(JSON.parse(text))
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unreadable'
    return failWith({ code: 'E_NOT_JSON', message: `This is not JSON (${reason}). Export the workflow again` })
  }
}

function describeFault(fault: JsonFault): Pick<GraphIssue, 'code' | 'message'> {
  switch (fault.kind) {
    case 'large':
      return {
        code: 'E_GRAPH_TOO_LARGE',
        message: `A workflow has at most ${GRAPH_LIMITS.bytes / 1024} KiB. Split it in two`,
      }
    case 'deep':
      return {
        code: 'E_GRAPH_TOO_DEEP',
        message: `Data in a workflow is nested at most ${GRAPH_LIMITS.depth} levels deep`,
      }
    case 'hostile':
      return { code: 'E_HOSTILE_KEY', message: `The key "${fault.key}" is not allowed. Give it another name` }
    case 'not_json':
      return { code: 'E_NOT_JSON', message: 'A workflow holds only JSON: texts, numbers, booleans, lists and objects' }
  }
}

/** React Flow sends null for the handle of a node that has one unnamed way out. */
function nameHandles(edges: unknown): unknown {
  if (!Array.isArray(edges)) return edges
  return edges.map((edge: unknown) =>
    isRecord(edge) && (edge['sourceHandle'] ?? '') === '' ? { ...edge, sourceHandle: DEFAULT_HANDLE } : edge,
  )
}

function shapeIssues(error: z.ZodError, json: Record<string, unknown>): GraphIssue[] {
  return error.issues.slice(0, 50).map((issue) => {
    const [list, index] = issue.path
    const items = json['nodes']
    const node: unknown =
      list === 'nodes' && typeof index === 'number' && Array.isArray(items) ? items[index] : undefined
    const nodeId = isRecord(node) && typeof node['id'] === 'string' ? node['id'] : null
    return { code: 'E_GRAPH_SHAPE', nodeId, message: `${issue.path.join('.') || 'graph'}: ${issue.message}` }
  })
}
