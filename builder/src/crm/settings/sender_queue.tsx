import { CirclePause, Hourglass, Send, TimerReset } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Sender } from '../../api/senders.ts'
import { cn } from '../../ui/cn.ts'
import { formatAgo, formatCount, formatMoment, plural } from '../../ui/format.ts'
import { Progress } from '../../ui/progress.tsx'
import { useWorkspaceNow } from '../../ui/workspace_now.ts'
import { dayUsed, limitsInWords, waitingAt } from './sender_limits.ts'

/** What waits at a sender, how old it is and when it will have gone, and how much of the day's cap is used. */
export function SenderQueueView({ sender }: { sender: Sender }) {
  const now = useWorkspaceNow()
  const { queue } = sender
  const waiting = waitingAt(queue)
  const used = dayUsed(sender)
  return (
    <div className="mt-1.5 flex flex-col gap-1.5 text-sm text-ink-soft">
      <p className="flex flex-wrap items-center gap-x-3.5 gap-y-1">
        <Fact icon={<Send />}>
          {waiting === 0 ? 'Nothing waits' : `${plural(queue?.planned ?? 0, 'text')} planned`}
        </Fact>
        {queue && queue.sending > 0 ? <Fact>{formatCount(queue.sending)} being sent</Fact> : null}
        {queue && queue.held > 0 ? (
          <Fact icon={<Hourglass />} className="text-warn-ink">
            {formatCount(queue.held)} held back
          </Fact>
        ) : null}
        {queue?.oldestAt && waiting > 0 ? (
          <span title={formatMoment(queue.oldestAt)}>oldest from {formatAgo(queue.oldestAt, now)}</span>
        ) : null}
        {queue?.clearsAt && !sender.pausedAt ? (
          <Fact icon={<TimerReset />} title={formatMoment(queue.clearsAt)}>
            all gone {formatAgo(queue.clearsAt, now)}
          </Fact>
        ) : null}
        {sender.pausedAt && waiting > 0 ? (
          <Fact icon={<CirclePause />} className="text-warn-ink">
            waits until somebody resumes it
          </Fact>
        ) : null}
        <span className="text-ink-faint">{limitsInWords(sender)}</span>
      </p>
      {used === null ? null : (
        <div className="flex items-center gap-2.5">
          <Progress value={used} label="Of the day’s segments" className="h-1.5 w-40" />
          <span className="nums text-xs text-ink-faint">
            {formatCount(queue?.segmentsToday ?? 0)} of {formatCount(sender.segmentsPerDay ?? 0)} today
          </span>
        </div>
      )}
    </div>
  )
}

interface FactProps {
  icon?: ReactNode
  title?: string
  className?: string
  children: ReactNode
}

function Fact({ icon, title, className, children }: FactProps) {
  return (
    <span title={title} className={cn('nums inline-flex items-center gap-1.5 [&_svg]:size-3.5', className)}>
      {icon}
      {children}
    </span>
  )
}
