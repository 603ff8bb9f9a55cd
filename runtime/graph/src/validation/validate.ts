import type { NodeContext } from '../nodes/definition.ts'
import { SCHEMA_VERSION, type Graph } from '../schema/graph.ts'
import { checkBranches } from './check_branches.ts'
import { checkEdges } from './check_edges.ts'
import { checkNodes, checkSettings } from './check_nodes.ts'
import { checkPaths } from './check_paths.ts'
import { checkPlugins } from './check_plugins.ts'
import { checkTexts, type TextChecks } from './check_texts.ts'
import { checkTriggers } from './check_triggers.ts'
import { indexGraph } from './graph_index.ts'
import { sortIssues, type GraphIssues } from './issue.ts'

export interface ValidateOptions extends NodeContext, TextChecks {}

/**
 * Judges a graph whose structure is right (see `parseGraph`): errors keep it from being published, warnings don't.
 * Never throws, whatever the nodes' data holds.
 *
 * @param options installed plugins, to check plugin nodes; the core's judges of templates and patterns
 */
export function validate(graph: Graph, options: ValidateOptions = {}): GraphIssues {
  if (graph.schemaVersion > SCHEMA_VERSION)
    return sortIssues([
      {
        code: 'E_SCHEMA_TOO_NEW',
        nodeId: null,
        message: 'This workflow was saved by a newer SoniaRose. Upgrade to open it',
      },
    ])
  const index = indexGraph(graph)
  return sortIssues([
    ...checkSettings(graph),
    ...checkNodes(graph),
    ...checkTriggers(graph),
    ...checkEdges(index, options),
    ...checkPlugins(index, options),
    ...checkPaths(index),
    ...checkTexts(index, options),
    ...checkBranches(index),
  ])
}
