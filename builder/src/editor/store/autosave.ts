import type { Graph } from '@soniarose/graph'
import { createStore, type StoreApi } from 'zustand'
import type { EditorStore } from './editor_store.ts'
import { replaceGraph } from './gestures_of_graph.ts'

/** What came of sending a draft. */
export type SaveOutcome =
  | { kind: 'saved'; revision: number }
  /** Somebody else has saved since; nothing was overwritten. */
  | { kind: 'stale' }
  /** It can't be saved as it is, whatever is tried; the message says why. */
  | { kind: 'refused'; message: string }
  /** The server can't be reached or has a fault; trying again may help. */
  | { kind: 'failed'; message: string }

/** Sends a draft; never throws. */
export type SendDraft = (graph: Graph, baseRevision: number) => Promise<SaveOutcome>

export type SaveStatus = 'saved' | 'dirty' | 'saving' | 'failed' | 'refused' | 'stale'

export interface SaveState {
  status: SaveStatus
  revision: number
  /** When it was last saved here, in ms; null before the first time. */
  savedAt: number | null
  message: string | null
}

export interface Autosave {
  state: StoreApi<SaveState>
  /** Saves now; resolves once what was on the canvas has been sent and answered. */
  saveNow(): Promise<SaveStatus>
  /** Goes on from another revision of the server: with its graph, as an edit that can be undone, or with ours. */
  rebase(revision: number, theirs?: Graph): void
  /** Stops saving by itself. */
  stop(): void
}

interface Options {
  revision: number
  send: SendDraft
  /** How long after the last edit the draft is sent, in ms. */
  delay?: number
  timers?: Pick<typeof globalThis, 'setTimeout' | 'clearTimeout'>
  now?: () => number
}

/** Longest pause between two tries while the server can't be reached, in ms. */
const LONGEST_PAUSE = 30_000

/**
 * Sends the draft a moment after each edit, one request at a time, always on top of the revision that it was
 * made from. A stale draft stops it until somebody has decided; a server that fails is tried again.
 */
export function startAutosave(store: EditorStore, options: Options): Autosave {
  const { send, delay = 800, timers = globalThis, now = Date.now } = options
  const state = createStore<SaveState>(() => ({ status: 'saved', revision: options.revision, savedAt: null, message: null }))
  let sent = store.getState().graph
  let timer: ReturnType<typeof setTimeout> | undefined
  let flight: Promise<void> | null = null
  let pause = 1000

  const isDirty = () => store.getState().graph !== sent
  const later = (ms: number) => {
    timers.clearTimeout(timer)
    timer = timers.setTimeout(() => void push(), ms)
  }

  const settle = (outcome: SaveOutcome, graph: Graph) => {
    if (outcome.kind === 'saved') {
      sent = graph
      pause = 1000
      state.setState({ revision: outcome.revision, savedAt: now(), message: null, status: isDirty() ? 'dirty' : 'saved' })
      if (isDirty()) later(delay)
      return
    }
    state.setState({ status: outcome.kind, message: outcome.kind === 'stale' ? null : outcome.message })
    if (outcome.kind !== 'failed') return
    later(pause)
    pause = Math.min(pause * 2, LONGEST_PAUSE)
  }

  const push = async (): Promise<void> => {
    timers.clearTimeout(timer)
    if (flight) return flight
    if (!isDirty() || state.getState().status === 'stale') return
    const { graph } = store.getState()
    state.setState({ status: 'saving' })
    flight = send(graph, state.getState().revision).then((outcome) => {
      flight = null
      settle(outcome, graph)
    })
    return flight
  }

  const stopListening = store.subscribe((next, before) => {
    const { status } = state.getState()
    if (next.graph === before.graph || status === 'stale') return
    if (!isDirty()) {
      if (status === 'dirty' || status === 'refused') state.setState({ status: 'saved', message: null })
      return
    }
    if (status !== 'saving') state.setState({ status: 'dirty' })
    later(delay)
  })

  return {
    state,
    saveNow: async () => {
      if (flight) await flight
      await push()
      return state.getState().status
    },
    rebase: (revision, theirs) => {
      timers.clearTimeout(timer)
      if (theirs) {
        store.getState().run(replaceGraph(store.getState().graph, theirs, 'Load the other version'))
        sent = store.getState().graph
        state.setState({ revision, status: 'saved', message: null })
        return
      }
      state.setState({ revision, status: isDirty() ? 'dirty' : 'saved', message: null })
      if (isDirty()) later(0)
    },
    stop: () => {
      timers.clearTimeout(timer)
      stopListening()
    },
  }
}
