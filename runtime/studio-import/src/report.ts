export type Fate = 'mapped' | 'review' | 'placeholder'

/** What became of one Studio widget. Nothing is left out: each state of the flow has its line. */
export interface ReportLine {
  state: string
  widget: string
  fate: Fate
  /** The nodes that stand for it now. */
  nodeIds: string[]
  /** What a person should look at, in whole sentences. */
  notes: string[]
}

export interface ImportReport {
  lines: ReportLine[]
  counts: Record<Fate, number>
}

/** Sums the lines up. */
export function reportOf(lines: ReportLine[]): ImportReport {
  const counts: Record<Fate, number> = { mapped: 0, review: 0, placeholder: 0 }
  for (const line of lines) counts[line.fate] += 1
  return { lines, counts }
}
