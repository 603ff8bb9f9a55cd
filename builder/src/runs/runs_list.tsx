import { titleOf, type Graph } from '@soniarose/graph'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { Link } from 'react-router'
import { Waypoints } from 'lucide-react'
import { useContact } from '../api/contacts.ts'
import { messageOf } from '../api/problem.ts'
import { useRuns } from '../api/runs.ts'
import { useMay } from '../api/session.ts'
import type { Run, RunStatus } from '../api/types.ts'
import { useShortcuts } from '../app/shortcuts.ts'
import { contactName } from '../crm/shared/contact_text.ts'
import { RunStatusBadge } from '../crm/shared/workflow_status.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { cn } from '../ui/cn.ts'
import { EmptyState, ErrorState } from '../ui/empty_state.tsx'
import { LoadMore } from '../ui/load_more.tsx'
import { Select } from '../ui/select.tsx'
import { Skeleton, SkeletonRows } from '../ui/skeleton.tsx'
import { Ago } from '../ui/time.tsx'
import { AllThatMatch, ChosenRuns } from './many_runs.tsx'

const STATUSES: { value: RunStatus | 'all'; label: string }[] = [
  { value: 'all', label: 'All runs' },
  { value: 'waiting', label: 'Waiting' },
  { value: 'ready', label: 'Running' },
  { value: 'completed', label: 'Completed' },
  { value: 'exited', label: 'Exited' },
  { value: 'failed', label: 'Failed' },
  { value: 'canceled', label: 'Canceled' },
]

interface RunsListProps {
  workflowId: string
  status: RunStatus | ''
  onStatus: (status: RunStatus | '') => void
  /** The run that is shown beside the list. */
  runId: string | undefined
  /** To name the step at which a run stands; the draft will do. */
  graph: Graph | undefined
}

/** Who is or was in the workflow, newest first; J and K go through them, and many can be retried or canceled at once. */
export function RunsList({ workflowId, status, onStatus, runId, graph }: RunsListProps) {
  const runs = useRuns({ workflowId, status })
  const navigate = useNavigate()
  const may = useMay('workflows:write')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const rows = runs.data?.pages.flatMap((page) => page.data) ?? []
  const step = (by: number) => {
    const at = rows.findIndex((run) => run.id === runId)
    const next = rows[at === -1 ? 0 : at + by]
    if (next) void navigate(`/crm/workflows/${workflowId}/runs/${next.id}`)
  }
  useShortcuts('Runs', [
    { keys: 'j', label: 'Next run', run: () => step(1) },
    { keys: 'k', label: 'Previous run', run: () => step(-1) },
  ])
  return (
    <div className="flex h-full flex-col">
      <div className="flex items-center gap-1.5 border-b border-line p-2.5">
        <Select
          label="Show runs by status"
          className="min-w-0 flex-1"
          value={status === '' ? 'all' : status}
          onChange={(next) => onStatus(next === 'all' ? '' : next)}
          options={STATUSES}
        />
        {may ? <AllThatMatch workflowId={workflowId} status={status} /> : null}
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {runs.isPending ? <SkeletonRows className="p-4" /> : null}
        {runs.isError ? <ErrorState message={messageOf(runs.error)} onRetry={() => void runs.refetch()} /> : null}
        {runs.data && rows.length === 0 ? (
          <EmptyState
            icon={<Waypoints />}
            title={status === '' ? 'Nobody has come in yet' : 'No run like this'}
            description={
              status === ''
                ? 'As soon as the trigger fires for a contact, their run appears here.'
                : 'Choose another status to see more.'
            }
          />
        ) : null}
        <ul aria-label="Runs">
          {rows.map((run) => (
            <li key={run.id}>
              <RunRow
                run={run}
                shown={run.id === runId}
                graph={graph}
                chosen={chosen.has(run.id)}
                onChoose={may ? (on) => setChosen(withOrWithout(chosen, run.id, on)) : null}
              />
            </li>
          ))}
        </ul>
        <LoadMore
          hasMore={runs.hasNextPage}
          loading={runs.isFetchingNextPage}
          onMore={() => void runs.fetchNextPage()}
        />
      </div>
      {chosen.size > 0 ? <ChosenRuns ids={chosen} onClear={() => setChosen(new Set())} /> : null}
    </div>
  )
}

function withOrWithout(ids: ReadonlySet<string>, id: string, isIn: boolean): ReadonlySet<string> {
  const next = new Set(ids)
  if (isIn) next.add(id)
  else next.delete(id)
  return next
}

interface RunRowProps {
  run: Run
  /** It is the one beside the list. */
  shown: boolean
  graph: Graph | undefined
  chosen: boolean
  /** null for whoever may only look. */
  onChoose: ((chosen: boolean) => void) | null
}

function RunRow({ run, shown, graph, chosen, onChoose }: RunRowProps) {
  const contact = useContact(run.contactId)
  const node = graph?.nodes.find((each) => each.id === run.currentNodeId)
  const name = contact.data ? contactName(contact.data) : 'this run'
  return (
    <div
      className={cn(
        'flex items-start border-b border-line hover:bg-hover',
        shown && 'bg-rose-soft/50 shadow-[inset_3px_0_0_var(--sr-rose)]',
      )}
    >
      {onChoose ? (
        <Checkbox
          checked={chosen}
          onChange={onChoose}
          label={`Choose ${name}`}
          hideLabel
          className="shrink-0 pt-3 pr-1.5 pl-3.5"
        />
      ) : null}
      <Link
        to={`/crm/workflows/${run.workflowId}/runs/${run.id}`}
        aria-current={shown ? 'page' : undefined}
        className={cn(
          'flex min-w-0 flex-1 flex-col gap-1 py-2.5 pr-3.5 -outline-offset-2',
          onChoose ? 'pl-1' : 'pl-3.5',
        )}
      >
        <span className="flex items-center justify-between gap-2">
          <span className="min-w-0 truncate font-medium">
            {contact.data ? (
              contactName(contact.data)
            ) : contact.isPending ? (
              <Skeleton className="h-4 w-28" />
            ) : (
              'Deleted contact'
            )}
          </span>
          <Ago at={run.startedAt} className="shrink-0 text-xs text-ink-faint" />
        </span>
        <span className="flex items-center gap-2 text-xs text-ink-soft">
          <RunStatusBadge status={run.status} reason={run.exitReason} />
          {run.currentNodeId ? <span className="truncate">at {node ? titleOf(node) : run.currentNodeId}</span> : null}
        </span>
      </Link>
    </div>
  )
}
