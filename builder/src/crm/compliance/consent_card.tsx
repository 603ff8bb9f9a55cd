import { BellOff, BellRing, Plus } from 'lucide-react'
import { useEvidence } from '../../api/compliance.ts'
import type { Contact } from '../../api/types.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { formatMoment } from '../../ui/format.ts'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { QueryView } from '../shared/query_view.tsx'
import { EvidenceDownloads } from './evidence_downloads.tsx'
import { EvidenceSummary } from './evidence_summary.tsx'
import { consentEntries, type ConsentEntry } from './evidence_text.ts'
import { useMay } from '../../api/session.ts'

/** A contact's consent ledger, to which is only ever added, and the evidence as a file. */
export function ConsentCard({ contact, onRecord }: { contact: Contact; onRecord: () => void }) {
  const evidence = useEvidence(contact.phone)
  const may = useMay('contacts:write')
  return (
    <Card
      title="Consent"
      actions={
        may ? (
          <Button size="sm" variant="ghost" icon={<Plus />} onClick={onRecord}>
            Record
          </Button>
        ) : null
      }
    >
      <QueryView query={evidence} loading={<SkeletonRows rows={2} />}>
        {(pack) => {
          const entries = pack ? consentEntries(pack.links) : []
          return (
            <div className="flex flex-col gap-4">
              {entries.length === 0 ? (
                <p className="text-base text-ink-soft">Nothing on record yet. Without consent nobody is texted.</p>
              ) : (
                <ol className="flex flex-col gap-3.5">
                  {entries.map((entry) => (
                    <Entry key={`${entry.at} ${entry.given}`} entry={entry} />
                  ))}
                </ol>
              )}
              {pack ? (
                <div className="flex flex-col gap-3 border-t border-line pt-3.5">
                  <EvidenceSummary pack={pack} />
                  <div className="flex flex-wrap items-center justify-between gap-2">
                    <span className="text-sm text-ink-faint">All evidence, sealed</span>
                    <EvidenceDownloads phone={contact.phone} />
                  </div>
                </div>
              ) : null}
            </div>
          )
        }}
      </QueryView>
    </Card>
  )
}

function Entry({ entry }: { entry: ConsentEntry }) {
  const Icon = entry.given ? BellRing : BellOff
  return (
    <li className="flex items-start gap-2.5">
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${entry.given ? 'text-ok' : 'text-bad'}`} />
      <div className="min-w-0 text-sm">
        <p className="text-base font-medium">{entry.given ? 'Opted in' : 'Opted out'}</p>
        <p className="text-ink-faint">
          {formatMoment(entry.at)} · {entry.source}
        </p>
        {entry.wording ? (
          <blockquote className="mt-1 border-l-2 border-line-strong pl-2.5 wrap-anywhere text-ink-soft">
            {entry.wording}
          </blockquote>
        ) : null}
        {entry.by ? <p className="mt-1 wrap-anywhere text-ink-faint">{entry.by}</p> : null}
      </div>
    </li>
  )
}
