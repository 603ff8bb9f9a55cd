import { Ellipsis, RotateCw, Square, X } from 'lucide-react'
import { useState } from 'react'
import { useManyCount, useManyRuns, type ManyTarget, type ManyVerb } from '../api/many_runs.ts'
import { messageOf } from '../api/problem.ts'
import type { RunStatus } from '../api/types.ts'
import { Button } from '../ui/button.tsx'
import { ConfirmDialog } from '../ui/dialog.tsx'
import { formatCount } from '../ui/format.ts'
import { IconButton } from '../ui/icon_button.tsx'
import { Menu } from '../ui/menu.tsx'
import { toast } from '../ui/toast.tsx'
import { outcomeOf, questionOf, runsInWords } from './many_words.ts'

interface ManyRunsProps {
  workflowId: string
  /** What the list shows; '' for all. */
  status: RunStatus | ''
}

/** Retries or cancels all runs that the list's filter meets, also those that it hasn't loaded. */
export function AllThatMatch({ workflowId, status }: ManyRunsProps) {
  const [asked, setAsked] = useState<ManyVerb | null>(null)
  const canRetry = status === '' || status === 'failed'
  const canCancel = status === '' || status === 'ready' || status === 'waiting'
  if (!canRetry && !canCancel) return null
  const items = [
    ...(canRetry ? [{ label: 'Retry all that failed…', icon: <RotateCw />, onSelect: () => setAsked('retry') }] : []),
    ...(canCancel
      ? [{ label: 'Cancel all under way…', icon: <Square />, danger: true, onSelect: () => setAsked('cancel') }]
      : []),
  ]
  return (
    <>
      <Menu
        trigger={<IconButton label="All that match" tooltip={false} icon={<Ellipsis />} />}
        sections={[{ items }]}
      />
      <AskAndDo
        verb={asked}
        target={{ filter: { workflowId, ...(status === '' ? {} : { status }) } }}
        onClose={() => setAsked(null)}
      />
    </>
  )
}

interface ChosenRunsProps {
  ids: ReadonlySet<string>
  onClear: () => void
}

/** The bar under the list while some runs are chosen. */
export function ChosenRuns({ ids, onClear }: ChosenRunsProps) {
  const [asked, setAsked] = useState<ManyVerb | null>(null)
  return (
    <div
      role="toolbar"
      aria-label="Chosen runs"
      className="flex items-center gap-1.5 border-t border-line bg-raised p-2.5"
    >
      <span className="nums min-w-0 flex-1 truncate text-sm font-medium">{formatCount(ids.size)} chosen</span>
      <Button size="sm" icon={<RotateCw />} onClick={() => setAsked('retry')}>
        Retry
      </Button>
      <Button size="sm" variant="danger-quiet" icon={<Square />} onClick={() => setAsked('cancel')}>
        Cancel
      </Button>
      <IconButton size="sm" label="Choose none" icon={<X />} onClick={onClear} />
      <AskAndDo verb={asked} target={{ ids: [...ids] }} onClose={() => setAsked(null)} onDone={onClear} />
    </div>
  )
}

const WHAT = {
  retry: 'They go on at the step where they failed, as a new visit. Runs that haven’t failed stay as they are.',
  cancel:
    'These contacts leave the workflow where they stand and get no further text from it. What was sent stays sent.',
}

interface AskAndDoProps {
  verb: ManyVerb | null
  target: ManyTarget
  onClose: () => void
  onDone?: () => void
}

function AskAndDo({ verb, target, onClose, onDone }: AskAndDoProps) {
  const [progress, setProgress] = useState(0)
  const [last, setLast] = useState<ManyVerb>('retry')
  if (verb !== null && verb !== last) setLast(verb)
  const count = useManyCount(last, target, verb !== null)
  const many = useManyRuns(setProgress)
  const go = () =>
    many.mutate(
      { verb: last, target },
      {
        onSuccess: (done) => {
          const { title, description } = outcomeOf(last, done)
          if (done.done > 0) toast.success(title, { description })
          else toast.error(title, { description })
          onDone?.()
        },
        onError: (error) => toast.error('That didn’t work for all of them', { description: messageOf(error) }),
        onSettled: onClose,
      },
    )
  const none = count.data === 0
  return (
    <ConfirmDialog
      open={verb !== null}
      onOpenChange={(open) => (open ? undefined : onClose())}
      danger={last === 'cancel'}
      title={none ? 'None of them' : count.data === undefined ? 'Counting…' : questionOf(last, count.data)}
      description={none ? `There is none that can be ${last === 'retry' ? 'retried' : 'canceled'}.` : WHAT[last]}
      keepLabel={last === 'cancel' ? 'Let them go on' : undefined}
      confirmLabel={many.isPending && progress > 0 ? `${formatCount(progress)} done` : labelOf(last, count.data)}
      loading={many.isPending || count.isPending}
      disabled={none}
      onConfirm={go}
      error={count.isError ? messageOf(count.error) : null}
    />
  )
}

const labelOf = (verb: ManyVerb, count: number | undefined): string =>
  `${verb === 'retry' ? 'Retry' : 'Cancel'}${count === undefined ? '' : ` ${runsInWords(count)}`}`
