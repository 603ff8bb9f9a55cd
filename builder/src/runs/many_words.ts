import type { ManyDone, ManyVerb } from '../api/many_runs.ts'
import { formatCount } from '../ui/format.ts'

/** `1 run`, `1,204 runs`. */
export const runsInWords = (count: number): string => `${formatCount(count)} ${count === 1 ? 'run' : 'runs'}`

/** The question before, by how many it meets. */
export function questionOf(verb: ManyVerb, count: number): string {
  return verb === 'retry' ? `Retry ${runsInWords(count)}?` : `Cancel ${runsInWords(count)}?`
}

const REASONS: Record<string, string> = {
  wrong_status: 'had not failed',
  finished: 'had ended already',
  active_already: 'are in the workflow again already',
  archived: 'are too old; their steps are no longer kept',
  busy: 'were in somebody else’s hands; try them again',
  not_found: 'are gone',
}

/** What came of it: how many, and of the others why not. */
export function outcomeOf(verb: ManyVerb, { done, reasons }: ManyDone): { title: string; description?: string } {
  const title = `${runsInWords(done)} ${done === 1 ? 'is' : 'are'} ${verb === 'retry' ? 'taken up again' : 'canceled'}`
  const others = Object.entries(reasons).map(([reason, count]) => `${formatCount(count)} ${REASONS[reason] ?? reason}`)
  return others.length === 0 ? { title } : { title, description: `${others.join('; ')}.` }
}
