import { Scale } from 'lucide-react'
import { useState } from 'react'
import { useCompareLedger, useNightlyLedgers, type LedgerReport } from '../../api/compliance.ts'
import { messageOf } from '../../api/problem.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { plural } from '../../ui/format.ts'
import { Select } from '../../ui/select.tsx'
import { findingKinds, foundKinds } from './finding_kinds.ts'
import { LedgerReportView } from './ledger_report.tsx'

const spans = [
  { value: '1', label: 'the last day' },
  { value: '7', label: 'the last 7 days' },
  { value: '31', label: 'the last 31 days' },
] as const
type Span = (typeof spans)[number]['value']

/** Compares what we say we sent with what the carrier says it sent: now, and every night by itself. */
export function LedgerCard() {
  const [span, setSpan] = useState<Span>('1')
  const [night, setNight] = useState<string | null>(null)
  const compare = useCompareLedger()
  const nights = useNightlyLedgers()
  const chosen = nights.data?.find((each) => each.day === night)?.report ?? null
  const shown = chosen ?? compare.data ?? null
  const run = () => {
    setNight(null)
    compare.mutate(Number(span))
  }
  return (
    <Card
      title="Match with the carrier"
      description="What we say we sent, against what Twilio says it sent. Done every night; look now if you like."
    >
      <div className="flex flex-col gap-4">
        <div className="flex flex-wrap items-center gap-2">
          <Button size="sm" icon={<Scale />} loading={compare.isPending} onClick={run}>
            Compare
          </Button>
          <Select label="Span" size="sm" className="w-40" value={span} onChange={setSpan} options={spans} />
        </div>
        {compare.isError && night === null ? (
          <p role="alert" className="text-sm text-bad-ink">
            {messageOf(compare.error)}
          </p>
        ) : null}
        <div aria-live="polite" className="empty:hidden">
          {shown ? <LedgerReportView report={shown} /> : null}
        </div>
        <Nights nights={nights.data ?? []} chosen={night} onChoose={setNight} />
      </div>
    </Card>
  )
}

interface NightsProps {
  nights: readonly { day: string; report: LedgerReport | null }[]
  chosen: string | null
  onChoose: (day: string | null) => void
}

/** The last nights, each with its verdict; a click shows its findings. */
function Nights({ nights, chosen, onChoose }: NightsProps) {
  if (nights.length === 0)
    return (
      <p className="text-sm text-ink-faint">
        No night has been compared yet; the first is done after 03:00 UTC for the day before.
      </p>
    )
  return (
    <div>
      <h3 className="mb-1.5 text-sm font-medium">By night</h3>
      <ul className="flex flex-wrap gap-1.5">
        {nights.map(({ day, report }) => (
          <li key={day}>
            <button
              type="button"
              disabled={report === null}
              aria-pressed={day === chosen}
              onClick={() => onChoose(day === chosen ? null : day)}
              className="flex h-8 items-center gap-2 rounded-md border border-line px-2.5 text-sm hover:bg-hover aria-pressed:border-rose aria-pressed:bg-rose-soft/60"
            >
              <span className="nums">{day.slice(5)}</span>
              <Verdict report={report} />
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

function Verdict({ report }: { report: LedgerReport | null }) {
  if (report === null) return <Badge>under way</Badge>
  const found = foundKinds(report)
  const count = found.reduce((sum, each) => sum + each.count, 0)
  const [worst] = found
  if (!worst) return <Badge tone="ok">all match</Badge>
  return <Badge tone={findingKinds[worst.kind].tone}>{plural(count, 'difference')}</Badge>
}
