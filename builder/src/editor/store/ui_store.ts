import type { Position } from '@soniarose/graph'
import { createStore } from 'zustand'

/** Where a new step goes: into a handle, into a connection, after a step, or to a place on the canvas. */
export type AddTarget =
  | { kind: 'handle'; source: string; sourceHandle: string; at?: Position }
  | { kind: 'edge'; edgeId: string }
  | { kind: 'free'; at: Position }

/** What the panel beside the canvas shows. */
export type SidePanel = 'none' | 'step' | 'workflow' | 'test'
export type View = 'canvas' | 'outline'
export type EditorDialog = 'publish' | 'versions' | 'import' | 'stale'
/** What dragging on the empty canvas does: move the view, or choose steps. */
export type Tool = 'hand' | 'select'

export interface EditorUi {
  view: View
  panel: SidePanel
  /** The step picker, when it is open. */
  adding: AddTarget | null
  /** The step from which a connection is drawn by keyboard. */
  connectingFrom: string | null
  dialog: EditorDialog | null
  problemsOpen: boolean
  paletteOpen: boolean
  /** Counts of people on the cards. */
  numbersShown: boolean
  minimapShown: boolean
  tool: Tool
  /** The connection that a dragged step would be put into. */
  dropEdge: string | null
  /** A text for the live region; the number makes equal texts be read again. */
  announcement: { text: string; number: number }
  set: (next: Partial<Omit<EditorUi, 'set' | 'announce'>>) => void
  announce: (text: string) => void
}

/** What of the editor is open; nothing here is saved with the workflow. */
export function createEditorUi(start: Partial<EditorUi> = {}) {
  return createStore<EditorUi>((set) => ({
    view: 'canvas',
    panel: 'none',
    adding: null,
    connectingFrom: null,
    dialog: null,
    problemsOpen: false,
    paletteOpen: true,
    numbersShown: true,
    minimapShown: true,
    tool: 'hand',
    dropEdge: null,
    announcement: { text: '', number: 0 },
    ...start,
    set: (next) => set(next),
    announce: (text) => set((state) => ({ announcement: { text, number: state.announcement.number + 1 } })),
  }))
}
