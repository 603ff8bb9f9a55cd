import type { FindingKind, LedgerReport } from '../../api/compliance.ts'
import type { Tone } from '../../ui/badge.tsx'

/** The words and the tone for a way in which our record and the carrier's differ. */
export const findingKinds: Record<FindingKind, { label: string; tone: Tone; meaning: string }> = {
  ghost: { label: 'Ghost', tone: 'bad', meaning: 'The carrier sent a text from our number that we know nothing of.' },
  duplicate: { label: 'Duplicate', tone: 'bad', meaning: 'Somebody got the same text twice.' },
  missing: { label: 'Missing', tone: 'bad', meaning: 'We believe it was sent; the carrier has no such text.' },
  status_drift: { label: 'Other status', tone: 'warn', meaning: 'The carrier knows better what became of it.' },
  price_drift: { label: 'Other price', tone: 'warn', meaning: 'It cost something else than we noted.' },
  segment_drift: { label: 'Other length', tone: 'warn', meaning: 'The carrier counted other segments than we did.' },
}

const order: readonly FindingKind[] = ['ghost', 'duplicate', 'missing', 'status_drift', 'price_drift', 'segment_drift']

/** The kinds of difference that a report found, the gravest first, with how many of each. */
export function foundKinds(report: LedgerReport): { kind: FindingKind; count: number }[] {
  return order.flatMap((kind) => {
    const count = report.counts[kind] ?? 0
    return count > 0 ? [{ kind, count }] : []
  })
}
