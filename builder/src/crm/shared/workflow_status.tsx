import type { RunStatus, WorkflowStatus } from '../../api/types.ts'
import { Badge, StatusDot, type Tone } from '../../ui/badge.tsx'

const workflowText: Record<WorkflowStatus, { label: string; tone: Tone }> = {
  draft: { label: 'Draft', tone: 'neutral' },
  live: { label: 'Live', tone: 'ok' },
  paused: { label: 'Paused', tone: 'warn' },
  archived: { label: 'Archived', tone: 'neutral' },
}

/** Where a workflow stands. */
export function WorkflowStatusBadge({ status }: { status: WorkflowStatus }) {
  const text = workflowText[status]
  return (
    <Badge tone={text.tone} icon={<StatusDot tone={text.tone} live={status === 'live'} />}>
      {text.label}
    </Badge>
  )
}

const runText: Record<RunStatus, { label: string; tone: Tone }> = {
  ready: { label: 'Running', tone: 'info' },
  waiting: { label: 'Waiting', tone: 'plum' },
  completed: { label: 'Completed', tone: 'ok' },
  exited: { label: 'Exited', tone: 'neutral' },
  failed: { label: 'Failed', tone: 'bad' },
  canceled: { label: 'Canceled', tone: 'neutral' },
}

/** Where a run stands, with the reason where it was ended from outside. */
export function RunStatusBadge({ status, reason }: { status: RunStatus; reason?: string | null }) {
  const text = runText[status]
  return (
    <Badge tone={text.tone} icon={<StatusDot tone={text.tone} live={status === 'ready'} />}>
      {text.label}
      {reason ? ` · ${reason.replaceAll('_', ' ')}` : ''}
    </Badge>
  )
}
