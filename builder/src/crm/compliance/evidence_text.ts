import type { EvidenceLink, EvidenceOptOut } from '../../api/compliance.ts'
import { formatSpan, plural } from '../../ui/format.ts'

/** One entry of a contact's consent ledger. */
export interface ConsentEntry {
  at: string
  given: boolean
  source: string
  wording: string | null
  /** Who or what recorded it, from where. */
  by: string | null
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

/** What of a number's evidence is about consent, the newest first. */
export function consentEntries(links: readonly EvidenceLink[]): ConsentEntry[] {
  return links
    .filter((link) => link.kind === 'consent')
    .map(({ at, data }) => ({
      at,
      given: data['status'] === 'opted_in',
      source: (text(data['source']) ?? 'unknown').replaceAll('_', ' '),
      wording: text(data['wording']),
      by:
        [text(data['by']), text(data['ip']), text(data['page'])]
          .filter((part) => part !== null && part !== data['source'])
          .join(' · ') || null,
    }))
    .toReversed()
}

/** How fast an opt-out took effect, in words. */
export function sayLatency({ latencyMs, textsAfter }: EvidenceOptOut): string {
  const speed =
    latencyMs === null
      ? 'The permission was not withdrawn'
      : latencyMs < 1000
        ? `In force after ${Math.max(1, Math.round(latencyMs))} ms`
        : `In force after ${formatSpan(latencyMs / 1000)}`
  return textsAfter === 0
    ? `${speed}; nothing was sent afterwards`
    : `${speed}; ${plural(textsAfter, 'text')} sent afterwards`
}

/** Whether an opt-out was kept as the law asks: withdrawn, and nothing afterwards. */
export const wasKept = ({ latencyMs, textsAfter }: EvidenceOptOut): boolean => latencyMs !== null && textsAfter === 0
