import { CalendarClock, Clock, FastForward } from 'lucide-react'
import { useState } from 'react'
import { useAdvanceClock, useSandboxClock } from '../../api/clock.ts'
import { messageOf } from '../../api/problem.ts'
import { useMay } from '../../api/session.ts'
import { useShortcuts } from '../../app/shortcuts.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { formatAgo, formatClock } from '../../ui/format.ts'
import { Input } from '../../ui/input.tsx'
import { Popover } from '../../ui/popover.tsx'
import { Progress } from '../../ui/progress.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { toast } from '../../ui/toast.tsx'
import { useWorkspaceNow } from '../../ui/workspace_now.ts'
import { toLocalInput } from '../shared/local_input.ts'
import { WhoMay } from '../shared/who_may.tsx'

const jumps = [
  { label: '+1 h', words: 'an hour', by: 'PT1H' },
  { label: '+1 day', words: 'a day', by: 'P1D' },
  { label: '+5 days', words: 'five days', by: 'P5D' },
] as const

function longDay(now: number): string {
  return new Date(now).toLocaleDateString('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  })
}

/** The sandbox's clock and the ways to move it; everything due on the way happens at its own time. */
export function ClockBar() {
  const advance = useAdvanceClock()
  const clock = useSandboxClock()
  const now = useWorkspaceNow()
  const may = useMay('sandbox:write')
  const nextDue = clock.data?.nextDueAt ?? null
  const go = (input: { by: string } | { to: string }) =>
    advance.mutate(input, {
      onSuccess: (result) =>
        result.settled
          ? undefined
          : toast.info('Still at work', {
              description: 'Not everything on the way is done yet; it goes on by itself.',
            }),
      onError: (error) => toast.error('The clock didn’t move', { description: messageOf(error) }),
    })
  useShortcuts(
    'Sandbox clock',
    [
      {
        keys: 'alt+f',
        label: 'On to the next due moment',
        inFields: true,
        run: () => (nextDue ? go({ to: nextDue }) : undefined),
      },
    ].filter(() => may),
  )
  return (
    <section
      aria-label="Sandbox clock"
      className="relative flex flex-wrap items-center gap-x-5 gap-y-2.5 border-b border-line bg-warn-soft/40 px-4 py-3 sm:px-6"
    >
      <div className="flex items-center gap-3">
        <span className="grid size-9 place-items-center rounded-full bg-warn-soft text-warn-ink">
          <Clock className="size-4.5" />
        </span>
        <div>
          {clock.data ? (
            <p className="nums text-lg leading-tight font-semibold">
              {formatClock(new Date(now).toISOString())}{' '}
              <span className="text-base font-medium text-ink-soft">{longDay(now)}</span>
            </p>
          ) : (
            <Skeleton className="h-5 w-44" />
          )}
          <p className="text-sm text-ink-soft">
            {nextDue ? `Next due ${formatAgo(nextDue, now)}` : 'Nothing waits for the clock'}
          </p>
        </div>
      </div>
      <WhoMay scope="sandbox:write" />
      {may ? (
        <div className="flex flex-wrap items-center gap-1.5">
          {jumps.map((jump) => (
            <Button
              key={jump.by}
              size="sm"
              title={`Move the clock on by ${jump.words}`}
              disabled={advance.isPending}
              onClick={() => go({ by: jump.by })}
            >
              {jump.label}
            </Button>
          ))}
          <Button
            size="sm"
            variant="soft"
            icon={<FastForward />}
            disabled={!nextDue || advance.isPending}
            onClick={() => (nextDue ? go({ to: nextDue }) : undefined)}
          >
            To next due
          </Button>
          <CustomJump now={now} disabled={advance.isPending} onGo={(to) => go({ to })} />
        </div>
      ) : null}
      {advance.isPending ? (
        <div role="status" className="absolute inset-x-0 bottom-0">
          <span className="sr-only">The clock is moving…</span>
          <Progress value={null} label="The clock is moving" className="h-1 rounded-none" />
        </div>
      ) : null}
      {clock.isError && !clock.data ? <p className="text-sm text-bad-ink">{messageOf(clock.error)}</p> : null}
    </section>
  )
}

function CustomJump({ now, disabled, onGo }: { now: number; disabled: boolean; onGo: (to: string) => void }) {
  const [open, setOpen] = useState(false)
  const [to, setTo] = useState('')
  const value = to || toLocalInput(new Date(now + 3_600_000))
  const ahead = Date.parse(value) > now
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      title="Move the clock on to"
      trigger={
        <Button size="sm" variant="ghost" icon={<CalendarClock />} disabled={disabled}>
          Other…
        </Button>
      }
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (!ahead) return
          setOpen(false)
          onGo(new Date(value).toISOString())
        }}
      >
        <Field label="Moment" hideLabel error={ahead ? null : 'The clock only goes forward.'} hint="In your time zone.">
          <Input
            type="datetime-local"
            value={value}
            min={toLocalInput(new Date(now))}
            onChange={(event) => setTo(event.target.value)}
          />
        </Field>
        <Button type="submit" variant="primary" size="sm" disabled={!ahead}>
          Move the clock
        </Button>
      </form>
    </Popover>
  )
}
