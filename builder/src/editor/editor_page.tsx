import { parseGraph, type Graph } from '@soniarose/graph'
import { ReactFlowProvider } from '@xyflow/react'
import { PanelLeftOpen, Plus } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { useParams } from 'react-router'
import { Page } from '../app/page.tsx'
import { usePlugins } from '../api/plugins.ts'
import { messageOf } from '../api/problem.ts'
import { useMay } from '../api/session.ts'
import type { Workflow } from '../api/types.ts'
import { useWorkflow } from '../api/workflows.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState, ErrorState } from '../ui/empty_state.tsx'
import { IconButton } from '../ui/icon_button.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { Canvas } from './canvas/canvas.tsx'
import { ConnectDialog } from './canvas/connect_dialog.tsx'
import { useEditorShortcuts } from './canvas/use_canvas_keys.ts'
import { useCommands, type Commands } from './canvas/use_commands.ts'
import { EditorProvider, useEditor, useGraphState, useUi } from './editor_context.tsx'
import { OutlineView } from './outline/outline_view.tsx'
import { Palette } from './palette/palette.tsx'
import { StepPicker } from './palette/step_picker.tsx'
import { ProblemsBar } from './problems/problems_panel.tsx'
import { useProblems } from './problems/use_problems.ts'
import { SidePanel } from './side_panel.tsx'
import { EditorActions } from './top_bar/editor_actions.tsx'
import { ImportDialog } from './top_bar/import_dialog.tsx'
import { LiveStatus } from './top_bar/live_status.tsx'
import { NameField } from './top_bar/name_field.tsx'
import { PublishDialog } from './top_bar/publish_dialog.tsx'
import { StaleDialog } from './top_bar/stale_dialog.tsx'
import { VersionsDialog } from './top_bar/versions_dialog.tsx'
import { useStepCounts } from './use_draft.ts'
import { useEditorSession } from './use_editor_session.ts'
import { DraftView, VersionView } from './version_view.tsx'

const CRUMBS = [{ label: 'Workflows', to: '/crm/workflows' }]

/** The workflow editor: `/crm/workflows/:id`. */
export function EditorPage() {
  const { id } = useParams()
  const workflow = useWorkflow(id)
  const may = useMay('workflows:write')
  // A draft that is known to be old is never opened: what was done to it would be in the way of the newer one.
  const [ready, setReady] = useState<string | undefined>()
  const isFresh = workflow.data !== undefined && (workflow.isFetchedAfterMount || !workflow.isFetching)
  if (isFresh && ready !== id) setReady(id)
  // What can't be read as a graph is shown as a fault, not drawn half.
  const read = useMemo(() => (workflow.data ? parseGraph(workflow.data.draft.graph) : null), [workflow.data])
  if (workflow.isError && !workflow.data) {
    return (
      <Page title="Workflow" crumbs={CRUMBS} fill>
        <ErrorState message={messageOf(workflow.error)} onRetry={() => void workflow.refetch()} />
      </Page>
    )
  }
  if (!workflow.data || !read || ready !== id) {
    return (
      <Page title="Workflow" crumbs={CRUMBS} fill>
        <SkeletonRows className="p-6" />
      </Page>
    )
  }
  if (!read.ok) {
    return (
      <Page title={workflow.data.name} crumbs={CRUMBS} fill>
        <ErrorState title="This draft can’t be drawn" message={read.error.map((issue) => issue.message).join(' ')} />
      </Page>
    )
  }
  if (!may) return <DraftView workflow={workflow.data} graph={read.value} />
  return <OpenEditor key={workflow.data.id} workflow={workflow.data} graph={read.value} />
}

function OpenEditor({ workflow, graph }: { workflow: Workflow; graph: Graph }) {
  const editor = useEditorSession(workflow, graph)
  const [viewing, setViewing] = useState<string | null>(null)
  return (
    <>
      {viewing ? <VersionView workflow={workflow} versionId={viewing} onClose={() => setViewing(null)} /> : null}
      <EditorProvider value={editor}>
        <ReactFlowProvider>
          <div className={viewing ? 'hidden' : 'h-full'} inert={viewing !== null}>
            <EditorScreen workflow={workflow} onView={setViewing} />
          </div>
        </ReactFlowProvider>
      </EditorProvider>
    </>
  )
}

function EditorScreen({ workflow, onView }: { workflow: Workflow; onView: (versionId: string) => void }) {
  const { store, ui, insights } = useEditor()
  const commands = useCommands()
  const view = useUi((state) => state.view)
  const paletteOpen = useUi((state) => state.paletteOpen)
  const plugins = usePlugins().data
  const counts = useStepCounts(workflow.id, workflow.publishedVersionId !== null).data
  useProblems()
  useEditorShortcuts(commands, {
    onTest: commands.toggleTest,
    onPublish: () => ui.getState().set({ dialog: 'publish' }),
  })
  useEffect(() => {
    if (plugins) store.getState().setContext({ plugins })
  }, [plugins, store])
  const panel = useUi((state) => state.panel)
  useEffect(() => {
    // The panel has taken room from the canvas: the chosen step must not lie beneath its edge.
    const [chosen] = store.getState().selectedNodes
    if (panel === 'step' && chosen !== undefined) requestAnimationFrame(() => commands.show(chosen))
  }, [panel, store, commands])
  useEffect(() => insights.setState({ counts: counts ?? {} }), [counts, insights])
  return (
    <Page
      title={workflow.name}
      titleSlot={<NameField />}
      crumbs={CRUMBS}
      status={<LiveStatus workflow={workflow} />}
      actions={<EditorActions workflow={workflow} commands={commands} />}
      fill
    >
      <div className="flex min-h-0 flex-1">
        {paletteOpen && view === 'canvas' ? <Palette commands={commands} /> : null}
        <div className="flex min-w-0 flex-1 flex-col">
          <div className="relative min-h-0 flex-1">
            {view === 'canvas' ? <Canvas commands={commands} /> : <OutlineView commands={commands} />}
            {view === 'canvas' ? <CanvasCorner commands={commands} paletteOpen={paletteOpen} /> : null}
          </div>
          <ProblemsBar commands={commands} />
        </div>
        <SidePanel commands={commands} />
      </div>
      <LiveRegion />
      <StepPicker commands={commands} />
      <ConnectDialog commands={commands} />
      <PublishDialog workflow={workflow} commands={commands} />
      <VersionsDialog workflow={workflow} commands={commands} onView={onView} />
      <ImportDialog commands={commands} />
      <StaleDialog />
    </Page>
  )
}

/** What lies over the canvas' top left corner: the way to the steps, or the invitation to begin. */
function CanvasCorner({ commands, paletteOpen }: { commands: Commands; paletteOpen: boolean }) {
  const { ui } = useEditor()
  const isEmpty = useGraphState((state) => state.graph.nodes.length === 0)
  return (
    <>
      <div className="absolute top-3 left-3 flex gap-1">
        {paletteOpen ? null : (
          <IconButton
            variant="secondary"
            size="sm"
            label="Show the steps"
            icon={<PanelLeftOpen />}
            className="max-md:hidden"
            onClick={() => ui.getState().set({ paletteOpen: true })}
          />
        )}
        <Button size="sm" icon={<Plus />} className="md:hidden" onClick={commands.addAfterSelection}>
          Step
        </Button>
      </div>
      {isEmpty ? (
        <div className="pointer-events-none absolute inset-0 grid place-items-center">
          <EmptyState
            title="Begin with a trigger"
            description="It says what starts the workflow for a contact: a new contact, a word that they text, a tag, an event."
            action={
              <Button variant="primary" icon={<Plus />} className="pointer-events-auto" onClick={commands.addFirst}>
                Add a trigger
              </Button>
            }
          />
        </div>
      ) : null}
    </>
  )
}

/** Says to screen readers what was just done. */
function LiveRegion() {
  const { text, number } = useUi((state) => state.announcement)
  return (
    <p role="status" aria-live="polite" className="sr-only">
      <span key={number}>{text}</span>
    </p>
  )
}
