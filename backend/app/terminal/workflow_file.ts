import { lint } from '@soniarose/core'
import {
  parseGraph,
  parseScenarios,
  type Graph,
  type GraphIssue,
  type GraphIssues,
  type PluginManifest,
  type Scenario,
} from '@soniarose/graph'
import { CommandFailure } from '#app/terminal/command'
import { readJson } from '#app/terminal/files'
import { builtInPlugins } from '#app/plugins/built_in'

export const issueLine = ({ code, nodeId, message }: GraphIssue) =>
  `${code}${nodeId === null ? '' : `  ${nodeId}`}  ${message}`

/** Reads a graph file, finished or not. */
export async function readGraphFile(path: string): Promise<Graph> {
  return graphIn(await readJson(path), path)
}

/** The graph in parsed JSON: the file itself, or what the API answers for a workflow. */
export function graphIn(json: unknown, path: string): Graph {
  const parsed = parseGraph(json)
  if (parsed.ok) return parsed.value
  throw new CommandFailure([`${path} is no workflow that can be read:`, ...parsed.error.map(issueLine)].join('\n'))
}

/** What is wrong with a graph, judged with the plugins that come with the product. Needs no database. */
export async function lintGraph(graph: Graph): Promise<GraphIssues> {
  const plugins = (await builtInPlugins()).map(({ manifest }) => manifest as unknown as PluginManifest)
  return lint(graph, { plugins })
}

/** Stops where a graph has errors: there is no telling how it would run. */
export async function refuseErrors(graph: Graph, path: string): Promise<void> {
  const { errors } = await lintGraph(graph)
  if (errors.length > 0)
    throw new CommandFailure([`${path} has errors; mend them first:`, ...errors.map(issueLine)].join('\n'))
}

/** The scenarios in a file: one, a list, or those that a workflow's file carries. */
export function scenariosIn(json: unknown, path: string): Scenario[] {
  const parsed = parseScenarios(json)
  if (parsed.ok) return parsed.value
  throw new CommandFailure([`${path} holds no scenario that can be read:`, ...parsed.error].join('\n'))
}
