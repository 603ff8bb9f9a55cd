/** Something wrong, or doubtful, in a graph; the message says what to do about it. */
export interface GraphIssue {
  code: GraphIssueCode
  /** The node it is about, or null for the whole graph. */
  nodeId: string | null
  message: string
  /** Where in the node's data, such as `branches.0.match`. */
  field?: string
}

/** Every code that reading or validating a graph can give. `W_` codes are warnings, the others errors. */
export const GRAPH_ISSUE_CODES = [
  'E_NOT_JSON',
  'E_GRAPH_TOO_LARGE',
  'E_GRAPH_TOO_DEEP',
  'E_HOSTILE_KEY',
  'E_SCHEMA_VERSION',
  'E_SCHEMA_TOO_NEW',
  'E_GRAPH_SHAPE',
  'E_SETTINGS',
  'E_DUPLICATE_ID',
  'E_UNKNOWN_NODE_TYPE',
  'E_NODE_DATA',
  'E_TEMPLATE',
  'E_PATTERN',
  'E_UNKNOWN_PLUGIN',
  'E_PLUGIN_INPUT',
  'E_DANGLING_EDGE',
  'E_UNKNOWN_HANDLE',
  'E_HANDLE_TAKEN',
  'E_NO_TRIGGER',
  'E_DUPLICATE_TRIGGER',
  'E_TRIGGER_TARGET',
  'E_CYCLE_WITHOUT_WAIT',
  'W_UNREACHABLE',
  'W_NO_STOP_WORDING',
  'W_UNUSED_BRANCH',
  'W_UNKNOWN_VARIABLE',
  'W_EMPTY',
  'W_FIRST_TEXT',
  'W_RISKY_TEXT',
  'W_MISSING_FILE',
  'E_FILES_TOO_LARGE',
  'E_NO_SEGMENT',
] as const
export type GraphIssueCode = (typeof GRAPH_ISSUE_CODES)[number]

export interface GraphIssues {
  errors: GraphIssue[]
  warnings: GraphIssue[]
}

/** Sorts issues into errors and warnings by their codes. */
export function sortIssues(issues: readonly GraphIssue[]): GraphIssues {
  return {
    errors: issues.filter((issue) => !issue.code.startsWith('W_')),
    warnings: issues.filter((issue) => issue.code.startsWith('W_')),
  }
}
