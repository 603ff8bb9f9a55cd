import type { GraphOperation } from '@soniarose/graph'
import type { Autosave } from './autosave.ts'
import type { EditorStore } from './editor_store.ts'
import { emptyHistory, type History } from './history.ts'

/** At most so many characters are kept for one workflow; older entries go first. */
const LIMIT = 500_000

const keyOf = (workflowId: string) => `soniarose.history.${workflowId}`

interface Kept {
  revision: number
  history: History<GraphOperation>
}

/**
 * The history that a reload of the page left behind, if the draft is still the one that it belongs to.
 * It lives in this tab only: operations of one draft would do harm to another.
 */
export function keptHistory(workflowId: string, revision: number): History<GraphOperation> {
  const text = sessionStorage.getItem(keyOf(workflowId))
  if (text === null) return emptyHistory()
  const kept: Kept = JSON.parse(text)
  return kept.revision === revision ? kept.history : emptyHistory()
}

/** Keeps the history over reloads, each time that the draft has been saved. */
export function keepHistory(workflowId: string, store: EditorStore, autosave: Autosave): void {
  autosave.state.subscribe((now, before) => {
    if (now.status !== 'saved' || now.revision === before.revision) return
    const { history } = store.getState()
    let past = [...history.past]
    let text = JSON.stringify({ revision: now.revision, history: { past, future: history.future } })
    while (text.length > LIMIT && past.length > 0) {
      past = past.slice(Math.ceil(past.length / 4))
      text = JSON.stringify({ revision: now.revision, history: { past, future: history.future } })
    }
    sessionStorage.setItem(keyOf(workflowId), text)
  })
}
