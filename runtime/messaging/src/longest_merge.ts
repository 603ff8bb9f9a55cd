import { countSegments, fitsGsm, type SegmentCount } from './segments.ts'

/** A piece of a template: fixed words, or a field with values that it is known to take. */
export type MergePiece =
  | { text: string }
  | {
      /** Values seen among the contacts, or a sample of them. */
      values: readonly string[]
      /** What the template says when the field is missing. */
      fallback?: string
    }

export interface MergeEstimate {
  shortest: SegmentCount
  longest: SegmentCount
  /** The texts behind the two counts, for the preview. */
  shortestText: string
  longestText: string
}

/** More than any text has units: one value outside GSM-7 makes all the others dear too. */
const UCS2_PENALTY = 1_000_000

/**
 * Estimates how short and how long a template may become. One value outside GSM-7 moves the whole text to UCS-2, so the
 * longest merge is the dearer of two: the longest values as they count in GSM-7, and the longest in UCS-2 with the value
 * that forces it.
 * @param pieces the template, fixed words and fields in order
 */
export function estimateMerge(pieces: readonly MergePiece[]): MergeEstimate {
  const shortestText = [
    merge(pieces, (values) =>
      least(values, (value) => (fitsGsm(value) ? septets(value) : UCS2_PENALTY + value.length)),
    ),
    merge(pieces, (values) => least(values, (value) => value.length)),
  ].reduce((a, b) => (isLonger(countSegments(a), countSegments(b)) ? b : a))
  const candidates = [
    merge(pieces, (values) => least(values, (value) => -septets(value))),
    merge(pieces, (values) => least(values, (value) => -value.length)),
    forcedToUcs2(pieces),
  ]
  const longestText = candidates.reduce((a, b) => (isLonger(countSegments(b), countSegments(a)) ? b : a))
  return {
    shortest: countSegments(shortestText),
    longest: countSegments(longestText),
    shortestText,
    longestText,
  }
}

function isLonger(a: SegmentCount, b: SegmentCount): boolean {
  return a.segments === b.segments ? a.units > b.units : a.segments > b.segments
}

function septets(value: string): number {
  return countSegments(value).units
}

function candidatesOf(piece: MergePiece): readonly string[] {
  if ('text' in piece) return [piece.text]
  const values = piece.fallback === undefined ? piece.values : [...piece.values, piece.fallback]
  return values.length === 0 ? [''] : values
}

function merge(pieces: readonly MergePiece[], choose: (values: readonly string[]) => string): string {
  return pieces.map((piece) => choose(candidatesOf(piece))).join('')
}

/** The longest values, but in one field the longest value that GSM-7 can't hold, where any field has one. */
function forcedToUcs2(pieces: readonly MergePiece[]): string {
  const longest = pieces.map((piece) => least(candidatesOf(piece), (value) => -value.length))
  let best: { index: number; value: string; loss: number } | null = null
  for (const [index, piece] of pieces.entries()) {
    const forcing = candidatesOf(piece).filter((value) => !fitsGsm(value))
    if (forcing.length === 0) continue
    const value = least(forcing, (each) => -each.length)
    const loss = (longest[index] ?? '').length - value.length
    if (best === null || loss < best.loss) best = { index, value, loss }
  }
  if (best !== null) longest[best.index] = best.value
  return longest.join('')
}

function least(values: readonly string[], weigh: (value: string) => number): string {
  let best = values[0] ?? ''
  for (const value of values) if (weigh(value) < weigh(best)) best = value
  return best
}
