import { branchHandles } from '../nodes/read.ts'
import { titleOf } from '../nodes/registry.ts'
import type { GraphIndex } from './graph_index.ts'
import type { GraphIssue } from './issue.ts'

const BRANCHING: ReadonlySet<string> = new Set(['branch_on_reply', 'condition', 'split'])

/**
 * Branches that an author made and then left loose. The ways out that every such node has anyway (other, else,
 * timeout, failed) may well be left open: the run ends there.
 */
export function checkBranches(index: GraphIndex): GraphIssue[] {
  return [...index.nodes.values()]
    .filter((node) => BRANCHING.has(node.type))
    .flatMap((node) => {
      const used = new Set(index.outgoing.get(node.id)?.map((edge) => edge.sourceHandle))
      if (used.size === 0) return []
      return branchHandles(node.data)
        .filter(({ id }) => !used.has(id))
        .map(({ label }) => ({
          code: 'W_UNUSED_BRANCH' as const,
          nodeId: node.id,
          message: `${titleOf(node)}: the branch "${label}" leads nowhere, the workflow ends there. Connect it or delete it`,
        }))
    })
}
