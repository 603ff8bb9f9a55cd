import { titleOf } from '@soniarose/graph'
import { X } from 'lucide-react'
import { lazy, Suspense, useEffect, type KeyboardEvent, type ReactNode } from 'react'
import { cn } from '../ui/cn.ts'
import { Drawer } from '../ui/drawer.tsx'
import { IconButton } from '../ui/icon_button.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { isWriting } from './canvas/is_writing.ts'
import type { Commands } from './canvas/use_commands.ts'
import { useEditor, useGraphState, useUi } from './editor_context.tsx'
import { WorkflowPanel } from './inspector/workflow_panel.tsx'
import { lookOf } from './kind_look.ts'
import { useWide } from '../app/use_wide.ts'

// The forms and the simulator bring the template engine and the segment tables; they come when first opened.
const loadStepPanel = () => import('./inspector/step_panel.tsx')
const StepPanel = lazy(async () => ({ default: (await loadStepPanel()).StepPanel }))
const TestPanel = lazy(async () => ({ default: (await import('./simulation/test_panel.tsx')).TestPanel }))

/** The panel beside the canvas: the chosen step, the workflow's rules, or the test. On phones a sheet. */
export function SidePanel({ commands }: { commands: Commands }) {
  const panel = useUi((state) => state.panel)
  const { ui } = useEditor()
  // Fetched while nobody waits for it, so that the first step opens at once.
  useEffect(() => {
    const timer = setTimeout(() => void loadStepPanel(), 1000)
    return () => clearTimeout(timer)
  }, [])
  const chosen = useGraphState((state) => state.selectedNodes)
  const node = useGraphState((state) =>
    chosen.size === 1 ? state.graph.nodes.find((each) => chosen.has(each.id)) : undefined,
  )
  const close = () => ui.getState().set({ panel: 'none' })
  if (panel === 'test')
    return (
      <Frame title="Test" onClose={close}>
        {<TestPanel commands={commands} />}
      </Frame>
    )
  if (panel === 'workflow')
    return (
      <Frame title="Rules of the workflow" onClose={close}>
        {<WorkflowPanel />}
      </Frame>
    )
  if (panel !== 'step' || chosen.size === 0) return null
  if (!node) {
    return (
      <Frame title={`${chosen.size} steps chosen`} onClose={close}>
        <p className="text-base text-ink-soft">
          Copy, duplicate, move or delete them together. Choose one step to change its settings.
        </p>
      </Frame>
    )
  }
  const { Icon, tile } = lookOf(node.type)
  return (
    <Frame
      title={titleOf(node)}
      icon={
        <span aria-hidden className={cn('grid size-8 shrink-0 place-items-center rounded-md', tile)}>
          <Icon className="size-4.5" />
        </span>
      }
      onClose={close}
      onBack={() => commands.focusCard(node.id)}
    >
      <StepPanel key={node.id} node={node} commands={commands} />
    </Frame>
  )
}

interface FrameProps {
  title: string
  icon?: ReactNode
  onClose: () => void
  /** Leads the keyboard back to where the panel belongs; Escape in a field does it. */
  onBack?: () => void
  children: ReactNode
}

function Frame({ title, icon, onClose, onBack, children }: FrameProps) {
  const wide = useWide('md')
  const content = <Suspense fallback={<SkeletonRows rows={4} />}>{children}</Suspense>
  if (!wide) {
    return (
      <Drawer open onOpenChange={(open) => (open ? undefined : onClose())} title={title}>
        {content}
      </Drawer>
    )
  }
  const leaveField = (event: KeyboardEvent<HTMLElement>) => {
    const { target } = event
    const leaves = event.key === 'Escape' && !event.defaultPrevented && target instanceof HTMLElement
    // A list of suggestions that is open takes the key first.
    if (!onBack || !leaves || !isWriting(target) || target.ariaExpanded === 'true') return
    event.preventDefault()
    target.blur()
    onBack()
  }
  return (
    <aside
      aria-label={title}
      onKeyDown={leaveField}
      className="flex w-92 shrink-0 flex-col border-l border-line bg-surface xl:w-100"
    >
      <header className="flex items-center gap-2.5 border-b border-line px-4 py-2.5">
        {icon}
        <h2 className="min-w-0 flex-1 truncate text-base font-semibold">{title}</h2>
        <IconButton size="sm" label="Close the panel" keys="Escape" icon={<X />} onClick={onClose} />
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto px-4 py-4">{content}</div>
    </aside>
  )
}
