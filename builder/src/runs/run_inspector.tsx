import { titleOf, type Graph } from '@soniarose/graph'
import { ReactFlowProvider } from '@xyflow/react'
import { RotateCw, Square, X } from 'lucide-react'
import { useCallback, useMemo, useState } from 'react'
import { Link } from 'react-router'
import { usePlugins } from '../api/plugins.ts'
import { useContact } from '../api/contacts.ts'
import { messageOf } from '../api/problem.ts'
import { useRun, useRunAction } from '../api/runs.ts'
import { useMay } from '../api/session.ts'
import type { Run } from '../api/types.ts'
import { useShortcuts } from '../app/shortcuts.ts'
import { contactName } from '../crm/shared/contact_text.ts'
import { RunStatusBadge } from '../crm/shared/workflow_status.tsx'
import { ReadOnlyCanvas } from '../editor/canvas/read_only_canvas.tsx'
import { useVersion } from '../editor/use_draft.ts'
import { Button } from '../ui/button.tsx'
import { ConfirmDialog } from '../ui/dialog.tsx'
import { ErrorState } from '../ui/empty_state.tsx'
import { IconButton } from '../ui/icon_button.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { Ago } from '../ui/time.tsx'
import { toast } from '../ui/toast.tsx'
import { pathOfRun } from './run_path.ts'
import { reasonInWords } from './reasons.ts'
import { StepTimeline } from './step_timeline.tsx'
import { WhyAnswer } from './why_answer.tsx'

/** One run: the version that ran with the way taken, and each step with what decided it. */
export function RunInspector({ workflowId, runId }: { workflowId: string; runId: string }) {
  const run = useRun(runId)
  const version = useVersion(workflowId, run.data?.versionId ?? null)
  if (run.isError && !run.data)
    return <ErrorState className="h-full" message={messageOf(run.error)} onRetry={() => void run.refetch()} />
  if (!run.data || version.isPending) return <SkeletonRows className="p-5" />
  return (
    <div className="flex h-full flex-col">
      <RunHeader run={run.data} version={version.data?.number} />
      {version.data ? (
        <Inspected run={run.data} graph={version.data.graph} />
      ) : (
        <ErrorState
          title="The version that ran couldn’t be loaded"
          message={version.error ? messageOf(version.error) : 'It isn’t there.'}
          onRetry={() => void version.refetch()}
        />
      )}
    </div>
  )
}

function Inspected({ run, graph }: { run: Run; graph: Graph }) {
  const plugins = usePlugins().data
  const [looked, setLooked] = useState<number | null>(null)
  /** A step that the run has not come to, and that somebody asks about. */
  const [missed, setMissed] = useState<string | null>(null)
  const lookedNode = run.steps?.find((step) => step.seq === looked)?.nodeId ?? null
  const path = useMemo(() => pathOfRun(graph, run, lookedNode), [graph, run, lookedNode])
  const { steps } = run
  const lookAtStep = (seq: number) => {
    setLooked(seq)
    setMissed(null)
  }
  const lookAtNode = useCallback(
    (nodeId: string) => {
      const last = steps?.findLast((step) => step.nodeId === nodeId)
      if (last) setLooked(last.seq)
      setMissed(last ? null : nodeId)
    },
    [steps],
  )
  return (
    <div className="flex min-h-0 flex-1 max-lg:flex-col">
      <section
        aria-label="The way it took"
        className="flex min-h-0 flex-1 max-lg:min-h-64 max-lg:border-b max-lg:border-line"
      >
        <ReactFlowProvider>
          <ReadOnlyCanvas
            workflowId={run.workflowId}
            graph={graph}
            plugins={plugins}
            path={path}
            onChoose={lookAtNode}
            withPanel={false}
          />
        </ReactFlowProvider>
      </section>
      <section
        aria-label="Steps"
        className="min-h-0 shrink-0 overflow-y-auto border-line max-lg:flex-1 lg:w-92 lg:border-l"
      >
        {missed === null ? (
          <p className="border-b border-line px-4 py-2.5 text-sm text-ink-faint">
            Choose a step on the canvas that wasn’t taken, to see why not.
          </p>
        ) : (
          <WhyNot run={run} graph={graph} nodeId={missed} onLook={lookAtStep} onClose={() => setMissed(null)} />
        )}
        <StepTimeline run={run} graph={graph} context={{ plugins }} looked={looked} onLook={lookAtStep} />
      </section>
    </div>
  )
}

interface WhyNotProps {
  run: Run
  graph: Graph
  nodeId: string
  onLook: (seq: number) => void
  onClose: () => void
}

function WhyNot({ run: { id: runId, workflowId, contactId }, graph, nodeId, onLook, onClose }: WhyNotProps) {
  const node = graph.nodes.find((each) => each.id === nodeId)
  return (
    <section aria-label="Why not" className="border-b border-line bg-sunken px-4 py-3">
      <header className="mb-1.5 flex items-start justify-between gap-2">
        <h3 className="min-w-0 text-base font-semibold wrap-anywhere">Why not “{node ? titleOf(node) : nodeId}”?</h3>
        <IconButton size="sm" label="Close" icon={<X />} className="-mt-1 -mr-1.5" onClick={onClose} />
      </header>
      <WhyAnswer question={{ workflowId, contactId, nodeId, runId }} onLook={onLook} />
    </section>
  )
}

function RunHeader({ run, version }: { run: Run; version: number | undefined }) {
  const contact = useContact(run.contactId)
  const action = useRunAction()
  const [canceling, setCanceling] = useState(false)
  const may = useMay('workflows:write')
  const isOpen = may && (run.status === 'ready' || run.status === 'waiting')
  const hasFailed = may && run.status === 'failed'
  const act = (kind: 'retry' | 'cancel') =>
    action.mutate(
      { id: run.id, action: kind },
      {
        onSuccess: () => {
          setCanceling(false)
          toast.success(kind === 'retry' ? 'The run is taken up again' : 'The run is canceled')
        },
        onError: (error) =>
          toast.error(kind === 'retry' ? 'It couldn’t be taken up again' : 'It couldn’t be canceled', {
            description: messageOf(error),
          }),
      },
    )
  useShortcuts('Run', [
    { keys: 'r', label: 'Retry a failed run', run: () => act('retry'), when: () => hasFailed },
    { keys: 'c', label: 'Cancel the run', run: () => setCanceling(true), when: () => isOpen },
  ])
  const name = contact.data ? contactName(contact.data) : 'this contact'
  return (
    <header className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-4 py-2.5">
      <div className="min-w-0 flex-1">
        <h2 className="flex flex-wrap items-center gap-2 text-base font-semibold">
          <Link
            to={`/crm/contacts/${run.contactId}`}
            className="truncate rounded-xs hover:text-rose-ink hover:underline"
          >
            {contact.data ? contactName(contact.data) : contact.isPending ? '…' : 'Deleted contact'}
          </Link>
          <RunStatusBadge status={run.status} />
        </h2>
        <p className="mt-0.5 text-sm text-ink-faint">
          {version === undefined ? null : <>Version {version} · </>}started{' '}
          <Ago at={run.startedAt} zone={contact.data?.timeZone} />
          {run.finishedAt ? (
            <>
              {' '}
              · ended <Ago at={run.finishedAt} zone={contact.data?.timeZone} />
            </>
          ) : run.wakeAt ? (
            <>
              {' '}
              · goes on <Ago at={run.wakeAt} zone={contact.data?.timeZone} />
            </>
          ) : null}
          {run.exitReason ? <> · {reasonInWords(run.exitReason)}</> : null}
        </p>
      </div>
      {hasFailed ? (
        <Button size="sm" variant="primary" icon={<RotateCw />} loading={action.isPending} onClick={() => act('retry')}>
          Retry
        </Button>
      ) : null}
      {isOpen ? (
        <Button size="sm" variant="danger-quiet" icon={<Square />} onClick={() => setCanceling(true)}>
          Cancel the run
        </Button>
      ) : null}
      <ConfirmDialog
        open={canceling}
        onOpenChange={setCanceling}
        danger
        title="Cancel this run?"
        description={`${name} leaves the workflow here and gets no further text from it. What was sent stays sent.`}
        confirmLabel="Cancel the run"
        keepLabel="Let it go on"
        loading={action.isPending}
        onConfirm={() => act('cancel')}
      />
    </header>
  )
}
