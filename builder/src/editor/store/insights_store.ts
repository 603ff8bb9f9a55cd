import type { GraphIssue } from '@soniarose/graph'
import { createStore } from 'zustand'

/** How many people came to a step and what became of them there. */
export interface StepCounts {
  entered: number
  waiting: number
  completed: number
  failed: number
}

/** What a run has done at a step. */
export type PathMark = 'done' | 'waiting' | 'failed' | 'skipped'

/** The way of one run: what happened at each step, and which connections it took. */
export interface RunPath {
  steps: ReadonlyMap<string, PathMark>
  /** How often each step was visited, where more than once. */
  visits: ReadonlyMap<string, number>
  edges: ReadonlySet<string>
  /** The step that is looked at now. */
  current: string | null
}

/**
 * What is known about steps beside the graph. Kept apart from it, keyed by step, so that a count or a problem
 * draws one badge again and never the canvas.
 */
export interface Insights {
  errors: ReadonlyMap<string, readonly GraphIssue[]>
  warnings: ReadonlyMap<string, readonly GraphIssue[]>
  /** Problems of the workflow as a whole. */
  general: readonly GraphIssue[]
  errorCount: number
  warningCount: number
  counts: Readonly<Record<string, StepCounts>>
  path: RunPath | null
}

const NO_ISSUES: ReadonlyMap<string, readonly GraphIssue[]> = new Map()

export function createInsights() {
  return createStore<Insights>(() => ({
    errors: NO_ISSUES,
    warnings: NO_ISSUES,
    general: [],
    errorCount: 0,
    warningCount: 0,
    counts: {},
    path: null,
  }))
}

/** Sorts problems by the step that they are about; where server and browser say the same, once. */
export function issuesByStep(issues: { errors: readonly GraphIssue[]; warnings: readonly GraphIssue[] }) {
  const errors = unique(issues.errors)
  const warnings = unique(issues.warnings)
  return {
    errors: group(errors),
    warnings: group(warnings),
    general: [...errors, ...warnings].filter((issue) => issue.nodeId === null),
    errorCount: errors.length,
    warningCount: warnings.length,
  }
}

function unique(issues: readonly GraphIssue[]): GraphIssue[] {
  return [...new Map(issues.map((issue) => [`${issue.code}\n${issue.nodeId}\n${issue.message}`, issue])).values()]
}

function group(issues: readonly GraphIssue[]): Map<string, GraphIssue[]> {
  const groups = new Map<string, GraphIssue[]>()
  for (const issue of issues) {
    if (issue.nodeId !== null) groups.set(issue.nodeId, [...(groups.get(issue.nodeId) ?? []), issue])
  }
  return groups
}
