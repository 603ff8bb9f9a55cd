import { summaryOf, titleOf, type Handle } from '@soniarose/graph'
import { CircleAlert, CornerDownRight, LayoutDashboard, Link2, Plus, Trash2, TriangleAlert } from 'lucide-react'
import { useMemo } from 'react'
import { Button } from '../../ui/button.tsx'
import { cn } from '../../ui/cn.ts'
import { EmptyState } from '../../ui/empty_state.tsx'
import { IconButton } from '../../ui/icon_button.tsx'
import type { Commands } from '../canvas/use_commands.ts'
import { useEditor, useGraphState, useInsights } from '../editor_context.tsx'
import { lookOf } from '../kind_look.ts'
import { removeAndHeal } from '../store/gestures.ts'
import { outlineOf, type OutlineBlock, type OutlineEnd, type OutlineStep } from '../store/outline.ts'

/** The workflow as a nested list: the same steps and the same edits as on the canvas, without dragging. */
export function OutlineView({ commands }: { commands: Commands }) {
  const { ui } = useEditor()
  const graph = useGraphState((state) => state.graph)
  const context = useGraphState((state) => state.context)
  const outline = useMemo(() => outlineOf(graph, context), [graph, context])
  return (
    <div className="h-full overflow-y-auto">
      <div className="mx-auto max-w-3xl px-4 py-5 sm:px-6">
        <div className="mb-4 flex items-center justify-between gap-3">
          <h2 className="text-lg font-semibold">Outline</h2>
          <Button size="sm" icon={<LayoutDashboard />} onClick={() => ui.getState().set({ view: 'canvas' })}>
            Canvas
          </Button>
        </div>
        {outline.roots.length === 0 ? (
          <EmptyState
            title="No steps yet"
            description="A workflow begins with a trigger: what starts it for a contact."
            action={
              <Button variant="primary" icon={<Plus />} onClick={commands.addAfterSelection}>
                Add the first step
              </Button>
            }
          />
        ) : null}
        {outline.roots.map((block, index) => {
          const first = block.steps[0]
          const loose = first !== undefined && first.node.type !== 'trigger'
          return (
            <section key={first?.node.id ?? index} aria-label={loose ? 'Not connected' : 'Workflow'} className="mb-6">
              {loose ? <h3 className="mb-1.5 text-sm font-semibold text-warn-ink">Not connected</h3> : null}
              <Block block={block} commands={commands} />
            </section>
          )
        })}
      </div>
    </div>
  )
}

function Block({ block, commands }: { block: OutlineBlock; commands: Commands }) {
  return (
    <ol className="flex flex-col gap-1">
      {block.steps.map((step) => (
        <li key={step.node.id}>
          <StepRow step={step} commands={commands} />
        </li>
      ))}
      {block.end ? (
        <li>
          <EndRow end={block.end} commands={commands} />
        </li>
      ) : null}
    </ol>
  )
}

function StepRow({ step, commands }: { step: OutlineStep; commands: Commands }) {
  const { ui, store } = useEditor()
  const { node, branches } = step
  const context = useGraphState((state) => state.context)
  const chosen = useGraphState((state) => state.selectedNodes.has(node.id))
  const readOnly = useGraphState((state) => state.readOnly)
  const errors = useInsights((state) => state.errors.get(node.id)?.length ?? 0)
  const warnings = useInsights((state) => state.warnings.get(node.id)?.length ?? 0)
  const { Icon, tile } = lookOf(node.type)
  const title = titleOf(node)
  // A text may well have no way for its failure; offered only while the step is chosen.
  const shown = branches.filter(
    ({ handle, block }) => chosen || handle.id !== 'failed' || block.steps.length > 0 || block.end?.kind === 'goes_to',
  )
  return (
    <>
      <div
        className={cn(
          'group flex items-center gap-1 rounded-md border pr-1',
          chosen ? 'border-rose bg-rose-soft/40' : 'border-line bg-raised',
        )}
      >
        <button
          type="button"
          className="flex min-w-0 flex-1 items-center gap-3 rounded-md px-2.5 py-2 text-left"
          aria-current={chosen ? 'step' : undefined}
          onClick={() => {
            store.getState().select([node.id])
            ui.getState().set({ panel: 'step' })
          }}
        >
          <span aria-hidden className={cn('grid size-8 shrink-0 place-items-center rounded-sm', tile)}>
            <Icon className="size-4.5" />
          </span>
          <span className="min-w-0">
            <span className="block truncate font-medium">{title}</span>
            <span className="block truncate text-xs text-ink-soft">{summaryOf(node, context)}</span>
          </span>
          {errors > 0 ? (
            <CircleAlert aria-label={`${errors} errors`} className="ml-auto size-4 shrink-0 text-bad-ink" />
          ) : null}
          {errors === 0 && warnings > 0 ? (
            <TriangleAlert aria-label={`${warnings} warnings`} className="ml-auto size-4 shrink-0 text-warn-ink" />
          ) : null}
        </button>
        {readOnly ? null : (
          <>
            <IconButton
              size="sm"
              label={`Add a step after “${title}”`}
              icon={<Plus />}
              onClick={() => addAfter(node.id)}
            />
            <IconButton
              size="sm"
              label={`Connect “${title}” to a step`}
              icon={<Link2 />}
              onClick={() => ui.getState().set({ connectingFrom: node.id })}
            />
            <IconButton
              size="sm"
              label={`Delete “${title}”`}
              icon={<Trash2 />}
              onClick={() => commands.run(removeAndHeal(store.getState(), node.id))}
            />
          </>
        )}
      </div>
      {shown.length > 0 ? (
        <ul className="mt-1 mb-1 ml-4.5 flex flex-col gap-1 border-l border-line-strong pl-3.5">
          {shown.map(({ handle, block }) => (
            <li key={handle.id}>
              <Branch handle={handle} block={block} commands={commands} />
            </li>
          ))}
        </ul>
      ) : null}
    </>
  )

  /** Inserts before what follows straight on, where something does; else continues the first free way out. */
  function addAfter(id: string) {
    const next = store.getState().graph.edges.find((edge) => edge.source === id && edge.sourceHandle === 'next')
    if (next) ui.getState().set({ adding: { kind: 'edge', edgeId: next.id } })
    else {
      store.getState().select([id])
      commands.addAfterSelection()
    }
  }
}

function Branch({ handle, block, commands }: { handle: Handle; block: OutlineBlock; commands: Commands }) {
  if (block.steps.length === 0 && block.end) return <EndRow end={block.end} label={handle.label} commands={commands} />
  return (
    <>
      <p className="py-1 text-sm font-medium text-ink-soft">{handle.label}</p>
      <Block block={block} commands={commands} />
    </>
  )
}

function EndRow({ end, label, commands }: { end: OutlineEnd; label?: string; commands: Commands }) {
  const { ui } = useEditor()
  const readOnly = useGraphState((state) => state.readOnly)
  const before = label ? <span className="font-medium text-ink-soft">{label}: </span> : null
  if (end.kind === 'goes_to') {
    return (
      <p className="flex items-center gap-1.5 py-1 text-sm text-ink-faint">
        <CornerDownRight aria-hidden className="size-3.5" />
        {before}goes on at
        <button
          type="button"
          className="rounded-xs font-medium text-rose-ink hover:underline"
          onClick={() => commands.focusStep(end.target.id, { open: true })}
        >
          {titleOf(end.target)}
        </button>
      </p>
    )
  }
  return (
    <p className="flex items-center gap-2 py-0.5 text-sm text-ink-faint">
      {before}
      {end.handle === 'failed' ? 'goes on as usual' : 'ends here'}
      {readOnly ? null : (
        <Button
          size="sm"
          variant="ghost"
          icon={<Plus />}
          className="h-6.5"
          onClick={() => ui.getState().set({ adding: { kind: 'handle', source: end.from, sourceHandle: end.handle } })}
        >
          Add a step
        </Button>
      )}
    </p>
  )
}
