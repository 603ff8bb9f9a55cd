import { titleOf, type GraphIssue } from '@soniarose/graph'
import { CircleAlert, CircleCheck, TriangleAlert, X } from 'lucide-react'
import { IconButton } from '../../ui/icon_button.tsx'
import { plural } from '../../ui/format.ts'
import type { Commands } from '../canvas/use_commands.ts'
import { useEditor, useGraphState, useInsights, useUi } from '../editor_context.tsx'

/** The line at the foot of the editor that says how many problems there are, and opens their list. */
export function ProblemsBar({ commands }: { commands: Commands }) {
  const errors = useInsights((state) => state.errorCount)
  const warnings = useInsights((state) => state.warningCount)
  const open = useUi((state) => state.problemsOpen)
  return (
    <section aria-label="Problems" className="shrink-0 border-t border-line bg-surface">
      {open ? <ProblemList commands={commands} /> : null}
      <button
        type="button"
        aria-expanded={open}
        onClick={commands.toggleProblems}
        className="flex h-8 w-full items-center gap-4 px-3 text-sm text-ink-soft hover:bg-hover [&_svg]:size-4"
      >
        {errors + warnings === 0 ? (
          <span className="flex items-center gap-1.5">
            <CircleCheck aria-hidden className="text-ok" /> No problems
          </span>
        ) : null}
        {errors > 0 ? (
          <span className="flex items-center gap-1.5 font-medium text-bad-ink">
            <CircleAlert aria-hidden /> {plural(errors, 'error')}
          </span>
        ) : null}
        {warnings > 0 ? (
          <span className="flex items-center gap-1.5 text-warn-ink">
            <TriangleAlert aria-hidden /> {plural(warnings, 'warning')}
          </span>
        ) : null}
        {errors > 0 ? (
          <span className="ml-auto text-ink-faint max-sm:hidden">Errors keep it from being published</span>
        ) : null}
      </button>
    </section>
  )
}

function ProblemList({ commands }: { commands: Commands }) {
  const { ui } = useEditor()
  const errors = useInsights((state) => state.errors)
  const warnings = useInsights((state) => state.warnings)
  const general = useInsights((state) => state.general)
  const all = [...general, ...[...errors.values()].flat(), ...[...warnings.values()].flat()]
  const sorted = all.toSorted((a, b) => Number(a.code.startsWith('W_')) - Number(b.code.startsWith('W_')))
  return (
    <div className="max-h-56 overflow-y-auto border-b border-line">
      <div className="sticky top-0 flex items-center justify-between bg-surface px-3 py-1.5">
        <h2 className="text-sm font-semibold">Problems</h2>
        <IconButton
          size="sm"
          label="Close the problems"
          icon={<X />}
          onClick={() => ui.getState().set({ problemsOpen: false })}
        />
      </div>
      {sorted.length === 0 ? (
        <p className="px-3 pb-3 text-sm text-ink-faint">Nothing is wrong. It can be published.</p>
      ) : null}
      <ul>
        {sorted.map((issue, index) => (
          <li key={`${issue.code} ${issue.nodeId} ${index}`}>
            <ProblemRow issue={issue} commands={commands} />
          </li>
        ))}
      </ul>
    </div>
  )
}

function ProblemRow({ issue, commands }: { issue: GraphIssue; commands: Commands }) {
  const { ui } = useEditor()
  const node = useGraphState((state) => state.graph.nodes.find((each) => each.id === issue.nodeId))
  const isWarning = issue.code.startsWith('W_')
  const go = () => {
    if (node) commands.focusStep(node.id, { open: true })
    else if (issue.code === 'E_SETTINGS') ui.getState().set({ panel: 'workflow' })
  }
  return (
    <button
      type="button"
      onClick={go}
      className="flex w-full items-start gap-2.5 px-3 py-1.5 text-left text-sm hover:bg-hover [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:shrink-0"
    >
      {isWarning ? (
        <TriangleAlert aria-label="Warning" className="text-warn-ink" />
      ) : (
        <CircleAlert aria-label="Error" className="text-bad-ink" />
      )}
      <span className="min-w-0 flex-1 text-ink">{issue.message}</span>
      <span className="shrink-0 text-xs text-ink-faint">{node ? titleOf(node) : 'Whole workflow'}</span>
    </button>
  )
}
