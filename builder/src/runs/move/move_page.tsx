import { ArrowRightLeft, Route } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { useParams } from 'react-router'
import { Page } from '../../app/page.tsx'
import { ApiProblem, messageOf } from '../../api/problem.ts'
import { WhoMay } from '../../crm/shared/who_may.tsx'
import { useMay } from '../../api/session.ts'
import {
  useMovePreview,
  useMoveRuns,
  useStanding,
  type MoveChoice,
  type MovePreview,
  type StandingVersion,
} from '../../api/run_migrations.ts'
import { useWorkflow } from '../../api/workflows.ts'
import { useVersion } from '../../editor/use_draft.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { EmptyState, ErrorState } from '../../ui/empty_state.tsx'
import { plural } from '../../ui/format.ts'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { toast } from '../../ui/toast.tsx'
import { likelyPair } from './likely_pair.ts'
import { countsInWords, movedCount } from './move_words.ts'
import { MovesCard } from './moves_card.tsx'
import { StepChoices } from './step_choices.tsx'
import { VersionPair } from './version_pair.tsx'

/** Moves runs that are under way to another version: `/crm/workflows/:id/runs/move`. */
export function MovePage() {
  const { id = '' } = useParams()
  const workflow = useWorkflow(id)
  const standing = useStanding(id)
  const name = workflow.data?.name ?? 'Workflow'
  return (
    <Page
      title={`Move runs of ${name}`}
      titleSlot="Move runs"
      crumbs={[
        { label: 'Workflows', to: '/crm/workflows' },
        { label: name, to: `/crm/workflows/${id}` },
        { label: 'Runs', to: `/crm/workflows/${id}/runs` },
      ]}
      width="narrow"
    >
      <div className="flex flex-col gap-5">
        <p className="text-base text-pretty text-ink-soft">
          Runs keep the version that they started on. Here they change it, step by step. Nobody gets a text twice, and
          what has not gone on since can be taken back.
        </p>
        {standing.isError && !standing.data ? (
          <ErrorState message={messageOf(standing.error)} onRetry={() => void standing.refetch()} />
        ) : null}
        {standing.isPending || workflow.isPending ? <SkeletonRows rows={4} /> : null}
        {standing.data && workflow.data ? (
          <Mover workflowId={id} versions={standing.data} publishedId={workflow.data.publishedVersionId} />
        ) : null}
        <MovesCard workflowId={id} />
      </div>
    </Page>
  )
}

interface MoverProps {
  workflowId: string
  versions: readonly StandingVersion[]
  publishedId: string | null
}

function Mover({ workflowId, versions, publishedId }: MoverProps) {
  const likely = likelyPair(versions, publishedId)
  const [chosen, setChosen] = useState<{ from?: string; to?: string }>({})
  const [nodes, setNodes] = useState<Record<string, MoveChoice>>({})
  const from = chosen.from ?? likely.from
  const to = chosen.to ?? likely.to
  const order = from && to && from !== to ? { fromVersionId: from, toVersionId: to, nodes } : null
  const preview = useMovePreview(workflowId, order)
  const graphs = { from: useVersion(workflowId, from).data?.graph, to: useVersion(workflowId, to).data?.graph }
  const choosePair = (pair: { from?: string; to?: string }) => {
    setChosen({ ...chosen, ...pair })
    setNodes({})
  }
  if (versions.length < 2)
    return (
      <EmptyState
        icon={<Route />}
        title="There is one version so far"
        description="As soon as you publish a second one, runs can be moved to it."
      />
    )
  return (
    <>
      <Card title="Which versions?">
        <VersionPair
          versions={versions}
          publishedId={publishedId}
          from={from}
          to={to}
          onFrom={(id) => choosePair({ from: id })}
          onTo={(id) => choosePair({ to: id })}
        />
      </Card>
      {preview.isError ? (
        <ErrorState message={messageOf(preview.error)} onRetry={() => void preview.refetch()} />
      ) : preview.data && graphs.from && graphs.to && order ? (
        <Steps
          preview={preview.data}
          stale={preview.isPlaceholderData}
          graphs={{ from: graphs.from, to: graphs.to }}
          onChoose={(nodeId, choice) => setNodes({ ...nodes, [nodeId]: choice })}
          action={<MoveButton workflowId={workflowId} preview={preview.data} order={order} onStale={preview.refetch} />}
        />
      ) : order ? (
        <SkeletonRows rows={4} />
      ) : null}
    </>
  )
}

interface StepsProps extends Omit<Parameters<typeof StepChoices>[0], 'preview'> {
  preview: MovePreview
  /** Counted for another choice; the right one is on its way. */
  stale: boolean
  action: ReactNode
}

function Steps({ preview, stale, graphs, onChoose, action }: StepsProps) {
  if (preview.runs === 0)
    return (
      <Card>
        <EmptyState
          icon={<Route />}
          title={`Nobody is under way on version ${preview.fromVersion.number}`}
          description="Choose another version to move from."
        />
      </Card>
    )
  return (
    <Card
      title="Where do they go?"
      description={`${plural(preview.runs, 'run')} under way on version ${preview.fromVersion.number}. Nothing is moved before you say so.`}
      flush
      footer={
        <>
          <p aria-live="polite" aria-busy={stale} className="min-w-0 flex-1 basis-56 text-sm text-ink-soft">
            {countsInWords(preview.totals, preview.fromVersion.number).join(' · ') || 'Nobody would be moved.'}
          </p>
          {action}
        </>
      }
    >
      <StepChoices preview={preview} graphs={graphs} onChoose={onChoose} />
    </Card>
  )
}

interface MoveButtonProps {
  workflowId: string
  preview: MovePreview
  order: { fromVersionId: string; toVersionId: string; nodes: Record<string, MoveChoice> }
  onStale: () => unknown
}

function MoveButton({ workflowId, preview, order, onStale }: MoveButtonProps) {
  const may = useMay('workflows:write')
  const [asking, setAsking] = useState(false)
  const move = useMoveRuns(workflowId)
  const moved = movedCount(preview.totals)
  const { exit, textsCanceled } = preview.totals
  const start = () =>
    move.mutate(
      { ...order, seen: preview.nodes.map((node) => node.nodeId) },
      {
        onSuccess: () => {
          setAsking(false)
          toast.success('The runs are being moved', { description: 'What came of it is shown below.' })
        },
        onError: (error) => {
          setAsking(false)
          if (error instanceof ApiProblem && error.code === 'E_STALE_PREVIEW') void onStale()
          toast.error('Nobody was moved', { description: messageOf(error) })
        },
      },
    )
  if (!may) return <WhoMay scope="workflows:write" />
  return (
    <>
      <Button variant="primary" icon={<ArrowRightLeft />} disabled={moved === 0} onClick={() => setAsking(true)}>
        Move {plural(moved, 'run')}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Move ${plural(moved, 'run')} to version ${preview.toVersion.number}?`}
        description={
          <>
            {countsInWords(preview.totals, preview.fromVersion.number).join(' · ')}.
            {textsCanceled > 0 ? ` ${plural(textsCanceled, 'planned text')} will be canceled.` : ''}
            {exit > 0 ? ' Who leaves gets no further text from this workflow.' : ''}
          </>
        }
        confirmLabel={`Move ${plural(moved, 'run')}`}
        loading={move.isPending}
        onConfirm={start}
      />
    </>
  )
}
