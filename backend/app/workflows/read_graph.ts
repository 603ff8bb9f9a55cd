import { parseGraph, type Graph, type GraphIssue, type GraphIssues, type PluginManifest } from '@soniarose/graph'
import { lint } from '@soniarose/core'
import type { Db } from '#app/core/db'
import { invalid, type Problem } from '#app/core/problem'
import { checkFiles } from '#app/workflows/check_files'
import { checkSegments } from '#app/workflows/check_segments'
import { checkTexts } from '#app/workflows/check_texts'

/** A fault of a graph as one of a request's content. */
const toFault = (issue: GraphIssue) => ({
  path: [
    'graph',
    ...(issue.nodeId === null ? [] : ['nodes', issue.nodeId]),
    ...(issue.field === undefined ? [] : [issue.field]),
  ].join('.'),
  code: issue.code,
  message: issue.message,
  nodeId: issue.nodeId,
})

/** 422 for a graph. A file of a newer version says so by its own code. */
export function graphProblem(issues: GraphIssue[], code = 'E_VALIDATION'): Problem {
  const tooNew = issues.some((issue) => issue.code === 'E_SCHEMA_TOO_NEW')
  return invalid(issues.map(toFault), tooNew ? 'E_SCHEMA_TOO_NEW' : code)
}

/** Reads a graph that may be unfinished; older files are migrated. */
export function readGraph(json: unknown): { ok: true; graph: Graph } | { ok: false; issues: GraphIssue[] } {
  const parsed = parseGraph(json)
  return parsed.ok ? { ok: true, graph: parsed.value } : { ok: false, issues: parsed.error }
}

/** The plugins that a workspace's workflows may use, newest version of each. */
export async function installedPlugins(db: Db, workspaceId: string): Promise<PluginManifest[]> {
  const rows = await db.query<{ manifest: PluginManifest }>(
    `SELECT DISTINCT ON (name) manifest FROM plugins WHERE workspace_id = $1 AND enabled ORDER BY name, installed_at DESC, id DESC`,
    [workspaceId],
  )
  return rows.map((row) => row.manifest)
}

async function brandNames(db: Db, workspaceId: string): Promise<string[]> {
  const [row] = await db.query<{ brand: string | null }>(
    `SELECT nullif(settings ->> 'brandName', '') AS brand FROM workspaces WHERE id = $1`,
    [workspaceId],
  )
  return row?.brand ? [row.brand] : []
}

const isWarning = (issue: GraphIssue): boolean => issue.code.startsWith('W_')

/** Judges a graph as publishing would. */
export async function judgeGraph(db: Db, workspaceId: string, graph: Graph): Promise<GraphIssues> {
  const { errors, warnings } = lint(graph, { plugins: await installedPlugins(db, workspaceId) })
  const files = await checkFiles(db, workspaceId, graph)
  const segments = await checkSegments(db, workspaceId, graph)
  const texts = checkTexts(graph, await brandNames(db, workspaceId))
  return {
    errors: [...errors, ...files.filter((issue) => !isWarning(issue)), ...segments],
    warnings: [...warnings, ...files.filter(isWarning), ...texts],
  }
}
