import { countSegments, type SegmentCount } from './segments.ts'

/** A piece of a template: fixed words, or a field with the values it is known to take. */
export type MergePiece = { text: string } | { values: readonly string[]; fallback?: string }

export interface MergeEstimate {
  shortest: SegmentCount
  longest: SegmentCount
  /** The text of the longest merge, for the preview. */
  longestText: string
}

/** Estimates how short and how long a template may become with the field values given. */
export function estimateMerge(pieces: readonly MergePiece[]): MergeEstimate {
  const longestText = pieces.map((piece) => ('text' in piece ? piece.text : (piece.values[0] ?? ''))).join('')
  return { shortest: countSegments(longestText), longest: countSegments(longestText), longestText }
}
