import { CircleAlert, CircleCheck } from 'lucide-react'
import type { EvidenceOptOut, EvidencePack } from '../../api/compliance.ts'
import { formatCount, formatMoment } from '../../ui/format.ts'
import { sayLatency, wasKept } from './evidence_text.ts'

/** A number's evidence in figures, and how fast each opt-out took effect. */
export function EvidenceSummary({ pack }: { pack: EvidencePack }) {
  const { consents, textsSent, textsKeptBack, replies, optOuts } = pack.summary
  const figures = [
    ['Consents', consents],
    ['Texts sent', textsSent],
    ['Kept back', textsKeptBack],
    ['Replies', replies],
  ] as const
  return (
    <div className="flex flex-col gap-3">
      <dl className="grid grid-cols-2 gap-x-4 gap-y-2 sm:flex sm:flex-wrap sm:gap-x-7">
        {figures.map(([label, value]) => (
          <div key={label}>
            <dt className="text-xs text-ink-faint">{label}</dt>
            <dd className="nums text-base font-semibold">{formatCount(value)}</dd>
          </div>
        ))}
      </dl>
      {optOuts.length > 0 ? (
        <ul aria-label="Opt-outs" className="flex flex-col gap-1.5">
          {optOuts.map((optOut) => (
            <OptOutRow key={optOut.at} optOut={optOut} />
          ))}
        </ul>
      ) : null}
    </div>
  )
}

function OptOutRow({ optOut }: { optOut: EvidenceOptOut }) {
  const kept = wasKept(optOut)
  const Icon = kept ? CircleCheck : CircleAlert
  return (
    <li className="flex items-start gap-2 text-sm">
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${kept ? 'text-ok' : 'text-bad'}`} />
      <span>
        Opted out {optOut.text ? <>with “{optOut.text}” </> : null}
        <span className="text-ink-faint">{formatMoment(optOut.at)}</span>.{' '}
        <span className={kept ? 'text-ink-soft' : 'text-bad-ink'}>{sayLatency(optOut)}.</span>
      </span>
    </li>
  )
}
