import type { Graph, PluginManifest } from '@soniarose/graph'
import { useEffect, useState } from 'react'
import type { RunPath } from '../store/insights_store.ts'
import { EditorProvider, useGraphState, useUi, type Editor } from '../editor_context.tsx'
import { SidePanel } from '../side_panel.tsx'
import { createEditorStore } from '../store/editor_store.ts'
import { createInsights } from '../store/insights_store.ts'
import { createEditorUi } from '../store/ui_store.ts'
import { Canvas } from './canvas.tsx'
import { useCommands } from './use_commands.ts'

interface ReadOnlyCanvasProps {
  workflowId: string
  graph: Graph
  plugins: readonly PluginManifest[] | undefined
  /** The way of one run, drawn over the steps. */
  path?: RunPath | null
  /** Told when somebody chooses a step. */
  onChoose?: (nodeId: string) => void
  /** Shows a chosen step's settings beside the canvas. */
  withPanel?: boolean
}

/** A graph to look at: the same drawing as in the editor, in which nothing can be changed. */
export function ReadOnlyCanvas({
  workflowId,
  graph,
  plugins,
  path = null,
  onChoose,
  withPanel = true,
}: ReadOnlyCanvasProps) {
  const [editor] = useState<Editor>(() => ({
    workflowId,
    store: createEditorStore({ graph, readOnly: true }),
    ui: createEditorUi({ numbersShown: false }),
    insights: createInsights(),
    autosave: null,
  }))
  useEffect(() => {
    if (plugins) editor.store.getState().setContext({ plugins })
  }, [plugins, editor])
  useEffect(() => editor.insights.setState({ path }), [path, editor])
  return (
    <EditorProvider value={editor}>
      <Drawing onChoose={onChoose} withPanel={withPanel} focus={path?.current ?? null} />
    </EditorProvider>
  )
}

interface DrawingProps {
  onChoose: ((nodeId: string) => void) | undefined
  withPanel: boolean
  focus: string | null
}

function Drawing({ onChoose, withPanel, focus }: DrawingProps) {
  const commands = useCommands()
  const [only] = useGraphState((state) => state.selectedNodes)
  const count = useGraphState((state) => state.selectedNodes.size)
  const panel = useUi((state) => state.panel)
  useEffect(() => {
    if (only !== undefined && count === 1 && panel === 'step') onChoose?.(only)
  }, [only, count, panel, onChoose])
  useEffect(() => {
    if (focus !== null) commands.show(focus)
  }, [focus, commands])
  return (
    <div className="flex min-h-0 flex-1">
      <div className="relative min-w-0 flex-1">
        <Canvas commands={commands} />
      </div>
      {withPanel ? <SidePanel commands={commands} /> : null}
    </div>
  )
}
