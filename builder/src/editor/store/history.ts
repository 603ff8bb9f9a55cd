/** Edits by the same gesture or field that follow each other within this time (ms) become one entry. */
export const MERGE_WINDOW_MS = 1000

/** More entries than this are forgotten, oldest first. */
export const HISTORY_LIMIT = 500

/** One thing a person did, as data: how to do it again and how to take it back. */
export interface HistoryEntry<Op> {
  /** What was done, in words for the undo button and the live region: "Move 3 steps". */
  label: string
  redo: Op[]
  undo: Op[]
  /** Entries with the same key that follow each other closely are one entry; null never merges. */
  mergeKey: string | null
  /** When it was done, in ms; only compared with other entries. */
  at: number
}

/** What can be undone (newest last) and redone (next last). */
export interface History<Op> {
  past: readonly HistoryEntry<Op>[]
  future: readonly HistoryEntry<Op>[]
}

/** A history with nothing in it. */
export function emptyHistory<Op>(): History<Op> {
  return { past: [], future: [] }
}

/**
 * Adds what was just done. A new edit ends what could be redone. An edit with the merge key of the newest entry,
 * within the merge window, joins it: its inverse runs first when both are undone.
 *
 * @param squash shortens a joined entry where later edits make earlier ones needless
 */
export function record<Op>(
  history: History<Op>,
  entry: HistoryEntry<Op>,
  squash: (entry: HistoryEntry<Op>) => HistoryEntry<Op> = (joined) => joined,
): History<Op> {
  const last = history.past.at(-1)
  const joins =
    last !== undefined &&
    history.future.length === 0 &&
    entry.mergeKey !== null &&
    last.mergeKey === entry.mergeKey &&
    entry.at - last.at <= MERGE_WINDOW_MS
  if (!joins) return { past: [...history.past, entry].slice(-HISTORY_LIMIT), future: [] }
  const merged = squash({
    ...entry,
    redo: [...last.redo, ...entry.redo],
    undo: [...entry.undo, ...last.undo],
  })
  return { past: [...history.past.slice(0, -1), merged], future: [] }
}

/** Takes the newest entry off the past; null when nothing can be undone. */
export function stepBack<Op>(history: History<Op>): { history: History<Op>; entry: HistoryEntry<Op> } | null {
  const entry = history.past.at(-1)
  if (entry === undefined) return null
  const closed = { ...entry, mergeKey: null }
  return { entry, history: { past: history.past.slice(0, -1), future: [...history.future, closed] } }
}

/** Takes the next entry off the future; null when nothing can be redone. */
export function stepForward<Op>(history: History<Op>): { history: History<Op>; entry: HistoryEntry<Op> } | null {
  const entry = history.future.at(-1)
  if (entry === undefined) return null
  return { entry, history: { past: [...history.past, entry], future: history.future.slice(0, -1) } }
}
