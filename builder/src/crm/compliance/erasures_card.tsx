import { CircleCheck, RotateCw } from 'lucide-react'
import { useErasures, useRetryErasures, type CarrierErasures } from '../../api/compliance.ts'
import { messageOf } from '../../api/problem.ts'
import { useMay } from '../../api/session.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { formatMoment, plural } from '../../ui/format.ts'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { toast } from '../../ui/toast.tsx'
import { QueryView } from '../shared/query_view.tsx'
import { errorPage, sayCounts, sayErasures, whyNotErased } from './erasure_words.ts'

/** What the carrier still has of people who were erased here, why, and the way to ask it again. */
export function ErasuresCard() {
  const erasures = useErasures()
  return (
    <Card
      title="Erasures at the carrier"
      description="Whoever is deleted here is deleted at Twilio, too: every text of theirs, with its pictures."
    >
      <QueryView query={erasures} loading={<SkeletonRows rows={1} />}>
        {(state) => (state.left === 0 ? <NothingLeft /> : <Left erasures={state} />)}
      </QueryView>
    </Card>
  )
}

function NothingLeft() {
  return (
    <p role="status" className="flex items-start gap-2.5 text-base text-ink-soft">
      <CircleCheck aria-hidden className="mt-0.5 size-4.5 shrink-0 text-ok" />
      Nothing is left to erase at the carrier.
    </p>
  )
}

function Left({ erasures }: { erasures: CarrierErasures }) {
  const { left, failed, oldestAt, reasons } = erasures
  return (
    <div className="flex flex-col gap-4">
      <div role="status" className="flex flex-col gap-1">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-base font-medium">
          {plural(left, 'text is', 'texts are')} left to erase
          {failed > 0 ? (
            <Badge tone="bad">{failed === left ? 'given up' : `${plural(failed, 'text')} given up`}</Badge>
          ) : null}
        </p>
        {oldestAt ? (
          <p className="text-sm text-ink-faint">The first of them was asked for on {formatMoment(oldestAt)}.</p>
        ) : null}
        {sayErasures(erasures).map((line) => (
          <p key={line} className="text-sm text-pretty text-ink-soft">
            {line}
          </p>
        ))}
      </div>
      {reasons.length > 0 ? <Reasons reasons={reasons} /> : null}
      <Retry />
    </div>
  )
}

function Reasons({ reasons }: { reasons: CarrierErasures['reasons'] }) {
  return (
    <div>
      <h3 className="mb-1.5 text-sm font-medium">Why the last tries failed</h3>
      <ul className="flex flex-col gap-1.5 rounded-md bg-warn-soft px-3.5 py-2.5 text-sm text-warn-ink">
        {reasons.map(({ error, tried, failed }) => (
          <li key={error}>
            {whyNotErased(error)} <Code error={error} />
            <span className="nums block">{sayCounts(tried, failed)}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** What Twilio itself called it, for who looks it up. */
function Code({ error }: { error: string }) {
  const page = errorPage(error)
  if (page !== null)
    return (
      <a href={page} target="_blank" rel="noreferrer" className="nums underline underline-offset-2">
        Twilio’s error {error}
      </a>
    )
  return /^\d+$/.test(error) ? <span className="nums">(status {error})</span> : null
}

function Retry() {
  const may = useMay('contacts:write')
  const retry = useRetryErasures()
  if (!may) return <p className="text-sm text-ink-faint">Who may change contacts can have the carrier asked again.</p>
  return (
    <div className="flex flex-col items-start gap-2">
      <Button
        size="sm"
        icon={<RotateCw />}
        loading={retry.isPending}
        onClick={() =>
          retry.mutate(undefined, {
            onSuccess: () => toast.success('Twilio is asked again', { description: 'All that is left is tried now.' }),
          })
        }
      >
        Try again
      </Button>
      {retry.isError ? (
        <p role="alert" className="text-sm text-bad-ink">
          {messageOf(retry.error)}
        </p>
      ) : null}
    </div>
  )
}
