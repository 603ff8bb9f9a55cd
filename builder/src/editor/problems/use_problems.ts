import {
  validate,
  type GraphIssue,
  type GraphIssueCode,
  GRAPH_ISSUE_CODES,
  type ValidateOptions,
} from '@soniarose/graph'
import { useEffect } from 'react'
import type { GraphProblem } from '../../api/types.ts'
import { validateWorkflow } from '../../api/workflows.ts'
import { useEditor } from '../editor_context.tsx'
import { issuesByStep } from '../store/insights_store.ts'

/** How long after an edit the server is asked too, in ms. */
const ASK_SERVER_AFTER = 1500

type TextChecks = Pick<ValidateOptions, 'checkTemplate' | 'checkPattern'>

/** Who reads templates and patterns is heavy, and comes once the canvas stands. */
let textChecks: TextChecks = {}
const loadTextChecks = async (): Promise<void> => {
  textChecks = (await import('./text_checks.ts')).textChecks
}

/** Judges the graph after each edit: in the browser at once, by the server a moment later. */
export function useProblems(): void {
  const { store, insights, workflowId } = useEditor()
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let asked: AbortController | undefined
    let frame = 0

    const judge = () => {
      const { graph, context, readOnly } = store.getState()
      const local = validate(graph, { plugins: context.plugins, ...textChecks })
      insights.setState(issuesByStep(local))
      clearTimeout(timer)
      asked?.abort()
      if (readOnly) return
      timer = setTimeout(() => {
        asked = new AbortController()
        const { signal } = asked
        validateWorkflow(workflowId, graph).then(
          (found) => {
            if (signal.aborted) return
            insights.setState(
              issuesByStep({
                errors: [...local.errors, ...asIssues(found.errors)],
                warnings: [...local.warnings, ...asIssues(found.warnings)],
              }),
            )
          },
          // Without the server the browser's own judgement stands; saving tells that the server can't be reached.
          () => undefined,
        )
      }, ASK_SERVER_AFTER)
    }

    const stop = store.subscribe((now, before) => {
      if (now.graph === before.graph && now.context === before.context) return
      cancelAnimationFrame(frame)
      frame = requestAnimationFrame(judge)
    })
    judge()
    let open = true
    if (textChecks.checkTemplate === undefined) {
      loadTextChecks().then(
        () => (open ? judge() : undefined),
        // Without them the server still judges texts and patterns.
        () => undefined,
      )
    }
    return () => {
      open = false
      stop()
      cancelAnimationFrame(frame)
      clearTimeout(timer)
      asked?.abort()
    }
  }, [store, insights, workflowId])
}

/** The server's problems in the shape of ours; a code that only a newer server knows counts as bad data. */
function asIssues(problems: readonly GraphProblem[]): GraphIssue[] {
  return problems.map((problem) => ({
    ...problem,
    code: GRAPH_ISSUE_CODES.find((code): code is GraphIssueCode => code === problem.code) ?? 'E_NODE_DATA',
  }))
}
