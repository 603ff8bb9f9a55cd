import { durationInWords } from '@soniarose/graph'
import type { ThawPreview } from '../../api/thaw.ts'
import { formatCount } from '../../ui/format.ts'

/** An age as people say it: `2 hours`. */
export const ageInWords = (duration: string): string => durationInWords(duration)

/** What lifting does, in one sentence: `Of 15 texts, 12 go out now; 3 are skipped, and their runs go on.` */
export function tellThaw({
  texts,
  send,
  skip,
  retime,
}: Pick<ThawPreview, 'texts' | 'send' | 'skip' | 'retime'>): string {
  if (texts === 0) return 'No text is held.'
  const parts = [
    ...(send > 0 ? [`${formatCount(send)} ${send === 1 ? 'goes' : 'go'} out now`] : []),
    ...(retime > 0
      ? [`${formatCount(retime)} ${retime === 1 ? 'comes' : 'come'} at ${retime === 1 ? 'its' : 'their'} time of day`]
      : []),
    ...(skip > 0
      ? [`${formatCount(skip)} ${skip === 1 ? 'is skipped, and its run goes' : 'are skipped, and their runs go'} on`]
      : []),
  ]
  return `Of ${formatCount(texts)} ${texts === 1 ? 'text' : 'texts'}, ${parts.join('; ')}.`
}
