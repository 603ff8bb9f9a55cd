import { createContext, use } from 'react'
import { useStore, type StoreApi } from 'zustand'
import type { Autosave } from './store/autosave.ts'
import type { EditorState, EditorStore } from './store/editor_store.ts'
import type { Gesture } from './store/gestures.ts'
import type { Insights } from './store/insights_store.ts'
import type { EditorUi } from './store/ui_store.ts'

/** The stores of one open workflow. */
export interface Editor {
  workflowId: string
  store: EditorStore
  ui: StoreApi<EditorUi>
  insights: StoreApi<Insights>
  autosave: Autosave | null
}

const EditorContext = createContext<Editor | null>(null)

export const EditorProvider = EditorContext.Provider

/** The editor that a component stands in. */
export function useEditor(): Editor {
  const editor = use(EditorContext)
  if (editor === null) throw new Error('A part of the editor was drawn outside of it')
  return editor
}

/** A part of the graph store's state; draws again when that part changes. */
export function useGraphState<T>(select: (state: EditorState) => T): T {
  return useStore(useEditor().store, select)
}

/** A part of what is open in the editor. */
export function useUi<T>(select: (state: EditorUi) => T): T {
  return useStore(useEditor().ui, select)
}

/** A part of what is known about the steps beside the graph: problems, counts, the path of a run. */
export function useInsights<T>(select: (state: Insights) => T): T {
  return useStore(useEditor().insights, select)
}

/** Does gestures, and says in the live region what was done. */
export function useRun(): (gesture: Gesture | null) => boolean {
  const { store, ui } = useEditor()
  return (gesture) => {
    const done = store.getState().run(gesture)
    if (done && gesture && !gesture.mergeKey?.startsWith('data:')) ui.getState().announce(`${gesture.label}.`)
    return done
  }
}
