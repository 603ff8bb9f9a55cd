import { useState } from 'react'
import type { DashboardData } from '../../api/types.ts'
import { Card } from '../../ui/card.tsx'
import { cn } from '../../ui/cn.ts'
import { formatCount, formatDay } from '../../ui/format.ts'
import { Segmented } from '../../ui/segmented.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Tooltip } from '../../ui/tooltip.tsx'
import { niceTop } from './nice_top.ts'

type Day = DashboardData['series'][number]

/** Texts a day over two weeks, as bars or as a table. */
export function VolumeCard({ data }: { data: DashboardData | undefined }) {
  const [view, setView] = useState<'chart' | 'table'>('chart')
  const days = data?.series ?? []
  return (
    <Card
      title="Texts a day"
      description="The last two weeks"
      actions={
        <Segmented
          label="Show as"
          size="sm"
          value={view}
          onChange={setView}
          options={[
            { value: 'chart', label: 'Chart' },
            { value: 'table', label: 'Table' },
          ]}
        />
      }
    >
      {!data ? (
        <Skeleton className="h-52 w-full" />
      ) : view === 'chart' ? (
        <Bars days={days} />
      ) : (
        <DayTable days={days} />
      )}
    </Card>
  )
}

function Bars({ days }: { days: readonly Day[] }) {
  const top = niceTop(Math.max(...days.map((day) => Math.max(day.sent, day.replies)), 0))
  const lines = [top, top / 2, 0]
  return (
    <figure>
      <div className="relative h-48">
        {lines.map((line) => (
          <div
            key={line}
            className="absolute inset-x-0 flex h-0 items-center gap-2"
            style={{ top: `${(1 - line / top) * 100}%` }}
          >
            <span className="nums w-8 -translate-y-px text-right text-2xs text-ink-faint">{formatCount(line)}</span>
            <span className="h-px flex-1 bg-line" />
          </div>
        ))}
        <div className="absolute inset-y-0 right-0 left-10 flex items-end gap-[3px] sm:gap-1.5">
          {days.map((day) => (
            <Bar key={day.day} day={day} top={top} />
          ))}
        </div>
      </div>
      <div className="mt-1.5 ml-10 flex gap-[3px] sm:gap-1.5">
        {days.map((day, index) => (
          <span
            key={day.day}
            className={cn(
              'min-w-0 flex-1 text-center text-2xs whitespace-nowrap text-ink-faint',
              index % 3 && 'invisible',
              index === 0 && 'text-left',
            )}
          >
            {formatDay(day.day)}
          </span>
        ))}
      </div>
      <figcaption className="mt-3 ml-10 flex flex-wrap gap-4 text-xs text-ink-soft">
        <Key className="bg-rose" label="Delivered" />
        <Key className="bg-rose-line" label="Sent, no report yet" />
        <Key className="bg-bad" label="Failed" />
        <Key className="bg-info" label="Replies" />
      </figcaption>
    </figure>
  )
}

function Key({ className, label }: { className: string; label: string }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <span aria-hidden className={cn('size-2.5 rounded-[3px]', className)} />
      {label}
    </span>
  )
}

function Bar({ day, top }: { day: Day; top: number }) {
  const pending = Math.max(0, day.sent - day.delivered - day.failed)
  const share = (value: number) => ({ height: `${(value / top) * 100}%` })
  const words = `${formatDay(day.day)}: ${day.sent} sent, ${day.delivered} delivered, ${day.failed} failed, ${day.replies} replies`
  return (
    <Tooltip
      label={words}
      render={
        <button
          type="button"
          aria-label={words}
          className="group flex h-full min-w-0 flex-1 items-end justify-center gap-px rounded-sm calm transition-colors hover:bg-hover sm:gap-0.5"
        >
          <span className="flex h-full w-full max-w-5 flex-col justify-end">
            {day.failed > 0 ? <span className="min-h-0.5 rounded-t-[3px] bg-bad" style={share(day.failed)} /> : null}
            <span className={cn('bg-rose-line', day.failed === 0 && 'rounded-t-[3px]')} style={share(pending)} />
            <span
              className={cn('bg-rose', day.failed === 0 && pending === 0 && 'rounded-t-[3px]')}
              style={share(day.delivered)}
            />
          </span>
          <span className="w-full max-w-2 rounded-t-[3px] bg-info" style={share(day.replies)} />
        </button>
      }
    />
  )
}

function DayTable({ days }: { days: readonly Day[] }) {
  return (
    <table className="nums w-full text-right text-sm">
      <thead className="text-xs text-ink-faint">
        <tr>
          {['Day', 'Sent', 'Delivered', 'Failed', 'Replies'].map((name) => (
            <th key={name} scope="col" className="pb-1.5 font-medium first:text-left">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {days.toReversed().map((day) => (
          <tr key={day.day} className="border-t border-line">
            <th scope="row" className="py-1 text-left font-medium">
              {formatDay(day.day)}
            </th>
            <td>{day.sent}</td>
            <td>{day.delivered}</td>
            <td>{day.failed}</td>
            <td>{day.replies}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
