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

const FIRST_PAUSE = 1000
/** Longest pause between two tries while the server can't be reached, in ms. */
const LONGEST_PAUSE = 30_000

/**
 * Sends the draft a moment after each edit, one request at a time, always on top of the revision that it was
 * made from. A stale draft stops it until somebody has decided; a server that fails is tried again.
 */
export class DraftSaver implements Autosave {
  readonly state: StoreApi<SaveState>
  readonly #store: EditorStore
  readonly #options: Options
  readonly #stopListening: () => void
  /** The graph as the server has it. */
  #sent: Graph
  #timer: ReturnType<typeof setTimeout> | undefined
  #flight: Promise<void> | null = null
  #pause = FIRST_PAUSE

  constructor(store: EditorStore, options: Options) {
    this.#store = store
    this.#options = options
    this.#sent = store.getState().graph
    this.state = createStore<SaveState>(() => ({
      status: 'saved',
      revision: options.revision,
      savedAt: null,
      message: null,
    }))
    this.#stopListening = store.subscribe((next, before) => {
      if (next.graph !== before.graph) this.#onEdit()
    })
  }

  get #isDirty(): boolean {
    return this.#store.getState().graph !== this.#sent
  }

  #onEdit(): void {
    const { status } = this.state.getState()
    if (status === 'stale') return
    if (!this.#isDirty) {
      if (status === 'dirty' || status === 'refused') this.state.setState({ status: 'saved', message: null })
      return
    }
    if (status !== 'saving') this.state.setState({ status: 'dirty' })
    this.#later(this.#options.delay ?? 800)
  }

  #later(ms: number): void {
    const { setTimeout, clearTimeout } = this.#options.timers ?? globalThis
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#push(), ms)
  }

  #push(): Promise<void> {
    this.#clear()
    if (this.#flight) return this.#flight
    if (!this.#isDirty || this.state.getState().status === 'stale') return Promise.resolve()
    const { graph } = this.#store.getState()
    this.state.setState({ status: 'saving' })
    this.#flight = this.#options.send(graph, this.state.getState().revision).then((outcome) => {
      this.#flight = null
      this.#settle(outcome, graph)
    })
    return this.#flight
  }

  #settle(outcome: SaveOutcome, graph: Graph): void {
    if (outcome.kind === 'saved') {
      this.#sent = graph
      this.#pause = FIRST_PAUSE
      const savedAt = (this.#options.now ?? Date.now)()
      this.state.setState({
        revision: outcome.revision,
        savedAt,
        message: null,
        status: this.#isDirty ? 'dirty' : 'saved',
      })
      if (this.#isDirty) this.#later(this.#options.delay ?? 800)
      return
    }
    this.state.setState({ status: outcome.kind, message: outcome.kind === 'stale' ? null : outcome.message })
    if (outcome.kind !== 'failed') return
    this.#later(this.#pause)
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE)
  }

  #clear(): void {
    const { clearTimeout } = this.#options.timers ?? globalThis
    clearTimeout(this.#timer)
  }

  async saveNow(): Promise<SaveStatus> {
    if (this.#flight) await this.#flight
    await this.#push()
    return this.state.getState().status
  }

  rebase(revision: number, theirs?: Graph): void {
    this.#clear()
    if (theirs) {
      const { run, graph } = this.#store.getState()
      run(replaceGraph(graph, theirs, 'Load the other version'))
      this.#sent = this.#store.getState().graph
      this.state.setState({ revision, status: 'saved', message: null })
      return
    }
    this.state.setState({ revision, status: this.#isDirty ? 'dirty' : 'saved', message: null })
    if (this.#isDirty) this.#later(0)
  }

  stop(): void {
    this.#clear()
    this.#stopListening()
  }
}
