/** Minutes since local midnight, `end` exclusive; null: no texts on that day. */
export type DayWindow = { start: number; end: number } | null

/** A workspace's own hours, as in its settings: `"09:00"` to `"20:00"` in the recipient's zone. */
export interface WorkspaceHours {
  start: string
  end: string
}

export interface WindowFacts {
  /** Candidate zones of the recipient; several: a text must be allowed in each of them. */
  zones: readonly string[]
  /** Two-letter US state or Canadian province, when known. */
  state?: string | null
  /** ISO 3166 country, when known. */
  country?: string | null
  workspaceHours: WorkspaceHours
  /** Epoch milliseconds of the workspace's clock. */
  now: number
}

export interface SendWindow {
  open: boolean
  /** When closed: epoch milliseconds of the next moment at which all rules allow a text; null if none within two weeks. */
  opensAt: number | null
  /** When open: epoch milliseconds at which the window closes. */
  closesAt: number | null
  /** The ids of the rules that were applied, the deciding one first: `workspace`, `federal`, `US-TX` … */
  rules: string[]
}

/** Tells whether a text may go out now under every rule that applies, and if not, when it next may. */
export function sendWindow(facts: WindowFacts): SendWindow {
  throw new Error(`sendWindow: not yet built for ${facts.zones.join()}`)
}
