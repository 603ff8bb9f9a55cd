import { ArrowRight, Undo2 } from 'lucide-react'
import { useState } from 'react'
import { messageOf } from '../../api/problem.ts'
import { useMay } from '../../api/session.ts'
import { useMigrations, useUndoMove, type RunMigration } from '../../api/run_migrations.ts'
import { Badge, type Tone } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { Progress } from '../../ui/progress.tsx'
import { Ago } from '../../ui/time.tsx'
import { toast } from '../../ui/toast.tsx'
import { countsInWords, movedCount, resultInWords } from './move_words.ts'

const STATUS: Record<RunMigration['status'], { label: string; tone: Tone }> = {
  running: { label: 'Moving', tone: 'info' },
  done: { label: 'Done', tone: 'ok' },
  undoing: { label: 'Undoing', tone: 'info' },
  undone: { label: 'Undone', tone: 'neutral' },
}

/** The moves that were made, newest first, with what came of each and the way back. */
export function MovesCard({ workflowId }: { workflowId: string }) {
  const migrations = useMigrations(workflowId)
  if (!migrations.data || migrations.data.length === 0) return null
  return (
    <Card title="Moves so far" flush>
      <ul className="divide-y divide-line">
        {migrations.data.map((migration) => (
          <li key={migration.id} className="px-4.5 py-3.5">
            <Move workflowId={workflowId} migration={migration} />
          </li>
        ))}
      </ul>
    </Card>
  )
}

function Move({ workflowId, migration }: { workflowId: string; migration: RunMigration }) {
  const { status, counts, fromVersion, toVersion } = migration
  const may = useMay('workflows:write')
  const isOpen = status === 'running' || status === 'undoing'
  const came = countsInWords({ ...counts, refused: [] }, fromVersion.number)
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2.5">
      <div className="min-w-0 flex-1 basis-72">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-base font-medium">
          Version {fromVersion.number} <ArrowRight aria-label="to" className="size-3.5 text-ink-faint" />{' '}
          {toVersion.number}
          <Badge tone={STATUS[status].tone}>{STATUS[status].label}</Badge>
          <Ago at={migration.createdAt} className="text-xs font-normal text-ink-faint" />
        </p>
        <p className="mt-1 text-sm text-ink-soft">
          {came.length > 0 ? came.join(' · ') : isOpen ? 'Begun' : 'Nobody moved'}
        </p>
        {isOpen ? <Progress value={null} label={STATUS[status].label} className="mt-2 max-w-60" /> : null}
        {resultInWords(migration).map((line) => (
          <p key={line} className="mt-1 text-sm text-ink-faint">
            {line}
          </p>
        ))}
      </div>
      {may && status === 'done' && movedCount(counts) > 0 ? (
        <UndoButton workflowId={workflowId} migration={migration} />
      ) : null}
    </div>
  )
}

function UndoButton({ workflowId, migration }: { workflowId: string; migration: RunMigration }) {
  const [asking, setAsking] = useState(false)
  const undo = useUndoMove(workflowId)
  return (
    <>
      <Button size="sm" icon={<Undo2 />} onClick={() => setAsking(true)}>
        Undo
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Put the runs back on version ${migration.fromVersion.number}?`}
        description="Runs that have gone on since stay where they are. The others stand again as they stood before the move."
        confirmLabel="Put them back"
        loading={undo.isPending}
        onConfirm={() =>
          undo.mutate(migration.id, {
            onSuccess: () => setAsking(false),
            onError: (error) => {
              setAsking(false)
              toast.error('The move couldn’t be undone', { description: messageOf(error) })
            },
          })
        }
      />
    </>
  )
}
