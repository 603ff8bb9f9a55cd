import type { MoveCounts, PreviewNode, RunMigration } from '../../api/run_migrations.ts'
import { formatCount, plural } from '../../ui/format.ts'

const REFUSED: Record<string, string> = {
  text_in_flight: 'their text may be with the carrier',
  call_under_way: 'another system is being asked',
  settling: 'what they waited for has just come',
  busy: 'a worker had them in hand',
}

const KEPT: Record<string, string> = {
  advanced: 'gone on since',
  opted_out: 'opted out since',
  active_already: 'in the workflow again already',
  text_gone: 'their text has gone out since',
  call_gone: 'their call was under way',
  child_gone: 'the other workflow has ended since',
  busy: 'a worker had them in hand',
}

const inWords = (words: Record<string, string>, reason: string) => words[reason] ?? reason.replaceAll('_', ' ')

/** What becomes of runs, in short: `12 go on · 1 enters anew`. */
export function countsInWords({ goOn, enter, exit, stay, refused }: MoveCounts, oldVersion: number): string[] {
  const held = refused.reduce((sum, each) => sum + each.runs, 0)
  return [
    goOn > 0
      ? `${formatCount(goOn)} ${goOn === 1 ? 'goes on' : 'go on'} where ${goOn === 1 ? 'it stands' : 'they stand'}`
      : '',
    enter > 0 ? `${formatCount(enter)} ${enter === 1 ? 'begins' : 'begin'} the step anew` : '',
    exit > 0 ? `${formatCount(exit)} ${exit === 1 ? 'leaves' : 'leave'} the workflow` : '',
    stay > 0 ? `${formatCount(stay)} ${stay === 1 ? 'stays' : 'stay'} on version ${oldVersion}` : '',
    held > 0 ? `${formatCount(held)} can’t leave just now` : '',
  ].filter(Boolean)
}

/** What else is to be known of a step's runs: why they stay, what is canceled, who can't leave. */
export function notesOf(node: PreviewNode, newVersion: number): string[] {
  return [
    node.why === 'node_missing' ? `Version ${newVersion} doesn’t have this step.` : '',
    node.why === 'kind_changed' ? `In version ${newVersion} this is a step of another kind.` : '',
    node.retimed > 0
      ? 'The wait has other settings there. It is counted from when it began: whoever has waited long enough goes on at once.'
      : '',
    node.textsCanceled > 0
      ? `${plural(node.textsCanceled, 'text')} that would still have gone out will be canceled.`
      : '',
    ...node.refused.map(
      ({ reason, runs }) =>
        `${plural(runs, 'run')} can’t leave just now: ${inWords(REFUSED, reason)}. They are asked again while the others move.`,
    ),
  ].filter(Boolean)
}

/** How many runs a preview or a result moves or ends. */
export const movedCount = ({ goOn, enter, exit }: MoveCounts): number => goOn + enter + exit

/** What came of a move, sentence by sentence. */
export function resultInWords({ counts, fromVersion, undone }: RunMigration): string[] {
  const left = counts.refused.map(({ reason, runs }) => `${plural(runs, 'run')} stayed: ${inWords(REFUSED, reason)}.`)
  const back = undone ? [`${plural(undone.runs, 'run')} put back on version ${fromVersion.number}.`] : []
  const kept = (undone?.kept ?? []).map(
    ({ reason, runs }) => `${plural(runs, 'run')} left alone: ${inWords(KEPT, reason)}.`,
  )
  const canceled = counts.textsCanceled > 0 && !undone ? [`${plural(counts.textsCanceled, 'text')} canceled.`] : []
  return [...left, ...canceled, ...back, ...kept]
}
