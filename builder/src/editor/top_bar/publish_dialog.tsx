import { useState } from 'react'
import { CircleAlert, Equal, Minus, Pencil, Plus, Rocket, Spline } from 'lucide-react'
import { useNavigate } from 'react-router'
import type { Workflow } from '../../api/types.ts'
import { messageOf } from '../../api/problem.ts'
import { useStanding, type StandingVersion } from '../../api/run_migrations.ts'
import { usePublishWorkflow } from '../../api/workflows.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { plural } from '../../ui/format.ts'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { toast } from '../../ui/toast.tsx'
import type { Commands } from '../canvas/use_commands.ts'
import { useEditor, useGraphState, useInsights, useUi } from '../editor_context.tsx'
import { changesBetween, type Change } from '../store/changes.ts'
import { useVersion } from '../use_draft.ts'
import { StayingRuns } from './staying_runs.tsx'
import { sayStayed } from './staying_words.ts'

/** Shows what publishing changes, or what keeps it from being published, and publishes. */
export function PublishDialog({ workflow, commands }: { workflow: Workflow; commands: Commands }) {
  const { ui, autosave, store } = useEditor()
  const open = useUi((state) => state.dialog === 'publish')
  const errorCount = useInsights((state) => state.errorCount)
  const publishing = usePublishWorkflow(workflow.id)
  const standing = useStanding(workflow.id, open && workflow.publishedVersionId !== null).data
  const navigate = useNavigate()
  const [fault, setFault] = useState<string | null>(null)
  const close = () => {
    setFault(null)
    ui.getState().set({ dialog: null })
  }
  const publish = async () => {
    setFault(null)
    const saved = (await autosave?.saveNow()) ?? 'saved'
    if (saved !== 'saved') {
      setFault('The draft couldn’t be saved, so it can’t be published yet.')
      return
    }
    publishing.mutate(undefined, {
      onSuccess: () => {
        close()
        const stayed = sayStayed(standing ?? [])
        const move = () => void navigate(`/crm/workflows/${workflow.id}/runs/move`)
        toast.success(
          `“${store.getState().graph.name}” is live`,
          stayed ? { description: stayed, action: { label: 'Move runs', onClick: move } } : undefined,
        )
      },
      onError: (error) => setFault(messageOf(error)),
    })
  }
  const blocked = errorCount > 0
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => (next ? undefined : close())}
      title={blocked ? 'Not ready to be published' : 'Publish this workflow'}
      description={blocked ? 'Mend these first; a click shows where.' : undefined}
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button
            variant="primary"
            icon={<Rocket />}
            disabled={blocked}
            loading={publishing.isPending}
            onClick={() => void publish()}
          >
            Publish
          </Button>
        </>
      }
    >
      {fault ? (
        <p role="alert" className="mb-3 rounded-md bg-bad-soft px-3 py-2 text-base text-bad-ink">
          {fault}
        </p>
      ) : null}
      {open ? (
        blocked ? (
          <Blockers commands={commands} onGo={close} />
        ) : (
          <WhatChanges workflow={workflow} commands={commands} standing={standing} onGo={close} />
        )
      ) : null}
    </Dialog>
  )
}

function Blockers({ commands, onGo }: { commands: Commands; onGo: () => void }) {
  const errors = useInsights((state) => state.errors)
  const general = useInsights((state) => state.general)
  const list = [...general.filter((issue) => !issue.code.startsWith('W_')), ...[...errors.values()].flat()]
  return (
    <ul className="flex flex-col gap-1">
      {list.map((issue, index) => (
        <li key={`${issue.code} ${issue.nodeId} ${index}`}>
          <button
            type="button"
            disabled={issue.nodeId === null}
            className="flex w-full items-start gap-2.5 rounded-md px-2 py-1.5 text-left text-base enabled:hover:bg-hover"
            onClick={() => {
              onGo()
              if (issue.nodeId) commands.focusStep(issue.nodeId, { open: true })
            }}
          >
            <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-bad-ink" />
            {issue.message}
          </button>
        </li>
      ))}
    </ul>
  )
}

const MARKS: Record<Change['kind'], typeof Plus> = {
  added: Plus,
  removed: Minus,
  changed: Pencil,
  connection: Spline,
  settings: Pencil,
}

interface WhatChangesProps {
  workflow: Workflow
  standing: readonly StandingVersion[] | undefined
  commands: Commands
  onGo: () => void
}

function WhatChanges({ workflow, commands, standing, onGo }: WhatChangesProps) {
  const graph = useGraphState((state) => state.graph)
  const context = useGraphState((state) => state.context)
  const warnings = useInsights((state) => state.warningCount)
  const live = useVersion(workflow.id, workflow.publishedVersionId)
  if (live.isLoading) return <SkeletonRows rows={3} />
  const { changes, moved } = changesBetween(live.data?.graph ?? null, graph, context)
  return (
    <div className="flex flex-col gap-3 text-base">
      {live.data ? (
        <p className="text-ink-soft">New people take this version from now on.</p>
      ) : (
        <p className="text-ink-soft">From now on people come in when the trigger fires.</p>
      )}
      {live.isError ? (
        <p className="text-warn-ink">The live version couldn’t be loaded, so the changes can’t be shown.</p>
      ) : null}
      {live.data && changes.length === 0 ? (
        <p className="flex items-center gap-2 rounded-md bg-sunken px-3 py-2">
          <Equal aria-hidden className="size-4" /> The draft does the same as the live version
          {moved > 0 ? '; only steps have moved' : ''}.
        </p>
      ) : null}
      {live.data && changes.length > 0 ? (
        <ul aria-label="Changes" className="max-h-72 overflow-y-auto rounded-md border border-line">
          {changes.map((change, index) => {
            const Mark = MARKS[change.kind]
            return (
              <li key={index} className="border-b border-line last:border-0">
                <button
                  type="button"
                  disabled={change.nodeId === null}
                  className="flex w-full items-start gap-2.5 px-3 py-2 text-left enabled:hover:bg-hover"
                  onClick={() => {
                    onGo()
                    if (change.nodeId) commands.focusStep(change.nodeId)
                  }}
                >
                  <Mark aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-faint" />
                  {change.text}
                </button>
              </li>
            )
          })}
        </ul>
      ) : null}
      {workflow.publishedVersionId ? <StayingRuns workflowId={workflow.id} versions={standing} onGo={onGo} /> : null}
      {warnings > 0 ? (
        <p className="text-warn-ink">{plural(warnings, 'warning')} remain; they don’t keep it from being published.</p>
      ) : null}
    </div>
  )
}
