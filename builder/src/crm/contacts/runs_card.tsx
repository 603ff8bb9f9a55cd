import { CircleHelp, CirclePlay, Square } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'react-router'
import { messageOf } from '../../api/problem.ts'
import { useRunAction, useRuns } from '../../api/runs.ts'
import type { Run } from '../../api/types.ts'
import { useWorkflows } from '../../api/workflows.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { IconButton } from '../../ui/icon_button.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { Ago } from '../../ui/time.tsx'
import { toast } from '../../ui/toast.tsx'
import { RunStatusBadge } from '../shared/workflow_status.tsx'
import { WhyDialog } from './why_dialog.tsx'
import { useMay } from '../../api/session.ts'

/** The workflows that the contact is or was in; those under way first, with a way out. */
export function RunsCard({ contactId, onEnroll }: { contactId: string; onEnroll: () => void }) {
  const runs = useRuns({ contactId })
  const may = useMay('workflows:write')
  const [asking, setAsking] = useState(false)
  const rows = runs.data?.pages.flatMap((page) => page.data) ?? []
  const isOpen = (run: Run) => run.status === 'ready' || run.status === 'waiting'
  const sorted = [...rows.filter(isOpen), ...rows.filter((run) => !isOpen(run))].slice(0, 8)
  return (
    <Card
      title="Workflows"
      actions={
        <IconButton size="sm" label="Why didn’t they get this?" icon={<CircleHelp />} onClick={() => setAsking(true)} />
      }
    >
      {runs.isPending ? <SkeletonRows rows={2} /> : null}
      {runs.isError ? <p className="text-sm text-bad-ink">{messageOf(runs.error)}</p> : null}
      {runs.data && sorted.length === 0 ? (
        <div className="flex flex-col items-start gap-3">
          <p className="text-base text-ink-soft">In no workflow so far.</p>
          {may ? (
            <Button size="sm" icon={<CirclePlay />} onClick={onEnroll}>
              Start one
            </Button>
          ) : null}
        </div>
      ) : null}
      <ul className="flex flex-col divide-y divide-line">
        {sorted.map((run) => (
          <RunRow key={run.id} run={run} open={isOpen(run)} />
        ))}
      </ul>
      <WhyDialog contactId={contactId} open={asking} onOpenChange={setAsking} />
    </Card>
  )
}

function RunRow({ run, open }: { run: Run; open: boolean }) {
  const workflows = useWorkflows()
  const action = useRunAction()
  const may = useMay('workflows:write')
  const workflow = workflows.data?.find((item) => item.id === run.workflowId)
  const node = workflow?.draft?.graph.nodes.find((item) => item.id === run.currentNodeId)
  return (
    <li className="flex items-start gap-2 py-2.5 first:pt-0 last:pb-0">
      <div className="min-w-0 flex-1">
        <Link
          to={`/crm/workflows/${run.workflowId}/runs/${run.id}`}
          className="block truncate text-base font-medium hover:text-rose-ink"
        >
          {workflow?.name ?? 'Workflow'}
        </Link>
        <p className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-ink-soft">
          <RunStatusBadge status={run.status} reason={run.exitReason} />
          {open && run.currentNodeId ? (
            <span className="truncate">at {node ? node.type.replaceAll('_', ' ') : run.currentNodeId}</span>
          ) : null}
          {open && run.wakeAt ? (
            <span>
              goes on <Ago at={run.wakeAt} />
            </span>
          ) : null}
          {!open ? <Ago at={run.finishedAt ?? run.startedAt} /> : null}
        </p>
      </div>
      {may && open ? (
        <IconButton
          size="sm"
          label="Take out of this workflow"
          icon={<Square />}
          onClick={() =>
            action.mutate(
              { id: run.id, action: 'cancel' },
              {
                onSuccess: () => toast.success('Taken out of the workflow'),
                onError: (error) => toast.error('That didn’t work', { description: messageOf(error) }),
              },
            )
          }
        />
      ) : null}
    </li>
  )
}
