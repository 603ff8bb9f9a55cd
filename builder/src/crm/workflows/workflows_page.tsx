import { Ellipsis, Pause, Play, Plus, Trash2, Workflow as WorkflowIcon } from 'lucide-react'
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { messageOf } from '../../api/problem.ts'
import { useMay } from '../../api/session.ts'
import type { Workflow } from '../../api/types.ts'
import { useDeleteWorkflow, useSetPaused, useWorkflows } from '../../api/workflows.ts'
import { useResume } from '../shared/use_resume.tsx'
import { Page } from '../../app/page.tsx'
import { useShortcuts } from '../../app/shortcuts.ts'
import { useSearchState } from '../../app/use_search_state.ts'
import { Button } from '../../ui/button.tsx'
import { DataTable, type Column } from '../../ui/data_table.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { EmptyState, ErrorState } from '../../ui/empty_state.tsx'
import { formatAgo, formatCount, formatMoment } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon_button.tsx'
import { SearchInput } from '../../ui/input.tsx'
import { Menu } from '../../ui/menu.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { toast } from '../../ui/toast.tsx'
import { useAsked } from '../shared/use_asked.ts'
import { WhoMay } from '../shared/who_may.tsx'
import { WorkflowStatusBadge } from '../shared/workflow_status.tsx'
import { NewWorkflowDialog } from './new_workflow_dialog.tsx'
import { StartForSegment } from './start_for_segment.tsx'

const statusOptions = [
  { value: '', label: 'All' },
  { value: 'live', label: 'Live' },
  { value: 'paused', label: 'Paused' },
  { value: 'draft', label: 'Drafts' },
] as const

/** All workflows, with what is under way in each. */
export function WorkflowsPage() {
  const workflows = useWorkflows()
  const [search, setSearch] = useSearchState(['search', 'status', 'new'])
  const [deleting, setDeleting] = useState<Workflow | null>(null)
  const starting = useAsked<Workflow>()
  const all = workflows.data ?? []
  const rows = all.filter(
    (workflow) =>
      (!search.status || workflow.status === search.status) &&
      workflow.name.toLowerCase().includes(search.search.toLowerCase()),
  )
  const may = useMay('workflows:write')
  const create = () => setSearch({ new: '1' })
  useShortcuts('Workflows', [{ keys: 'n', label: 'New workflow', run: create, when: () => may }])
  const newWorkflow = may ? (
    <Button variant="primary" icon={<Plus />} onClick={create}>
      New workflow
    </Button>
  ) : undefined
  return (
    <Page title="Workflows" actions={newWorkflow}>
      <WhoMay scope="workflows:write" className="mb-3" />
      {all.length > 0 ? (
        <div className="mb-3 flex flex-wrap gap-2">
          <SearchInput
            label="Search workflows"
            value={search.search}
            onChange={(value) => setSearch({ search: value })}
            className="w-full sm:w-72"
          />
          <Segmented
            label="Status"
            value={search.status}
            onChange={(status) => setSearch({ status })}
            options={statusOptions}
          />
        </div>
      ) : null}
      {workflows.isError && !workflows.data ? (
        <ErrorState message={messageOf(workflows.error)} onRetry={() => void workflows.refetch()} />
      ) : (
        <div className="rounded-lg border border-line bg-raised shadow-card">
          <DataTable
            label="Workflows"
            columns={columns(may ? { onStart: starting.ask, onDelete: setDeleting } : null)}
            rows={rows}
            rowKey={(row) => row.id}
            rowTo={(row) => `/crm/workflows/${row.id}`}
            loading={workflows.isPending}
            empty={
              all.length > 0 ? (
                <EmptyState
                  title="No workflow matches"
                  action={<Button onClick={() => setSearch({ search: '', status: '' })}>Clear filters</Button>}
                />
              ) : (
                <EmptyState
                  icon={<WorkflowIcon />}
                  title="No workflow yet"
                  description="A workflow texts contacts by itself, waits, and follows their replies."
                  action={newWorkflow}
                />
              )
            }
          />
        </div>
      )}
      <NewWorkflowDialog open={may && search.new === '1'} onClose={() => setSearch({ new: '' })} />
      {starting.about ? (
        <StartForSegment
          key={starting.about.id}
          open={starting.open}
          workflow={starting.about}
          onClose={starting.close}
        />
      ) : null}
      <DeleteWorkflow workflow={deleting} onClose={() => setDeleting(null)} />
    </Page>
  )
}

interface RowActions {
  onStart: (workflow: Workflow) => void
  onDelete: (workflow: Workflow) => void
}

/** @param actions null for whoever may only look */
function columns(actions: RowActions | null): Column<Workflow>[] {
  const count = (pick: 'active' | 'completed' | 'failed') => (row: Workflow) =>
    row.counts ? formatCount(row.counts[pick]) : '–'
  return [
    {
      id: 'name',
      header: 'Name',
      className: 'max-w-80 max-sm:w-full max-sm:max-w-0',
      cell: (row) => (
        <Link to={`/crm/workflows/${row.id}`} tabIndex={-1} className="block truncate font-medium hover:text-rose-ink">
          {row.name}
        </Link>
      ),
    },
    { id: 'status', header: 'Status', cell: (row) => <WorkflowStatusBadge status={row.status} /> },
    { id: 'active', header: 'Under way', align: 'right', from: 'sm', cell: count('active') },
    { id: 'completed', header: 'Completed', align: 'right', from: 'md', cell: count('completed') },
    {
      id: 'failed',
      header: 'Failed',
      align: 'right',
      from: 'md',
      cell: (row) =>
        row.counts?.failed ? (
          <Link to={`/crm/workflows/${row.id}/runs?status=failed`} className="font-medium text-bad-ink hover:underline">
            {formatCount(row.counts.failed)}
          </Link>
        ) : (
          count('failed')(row)
        ),
    },
    {
      id: 'updated',
      header: 'Changed',
      align: 'right',
      from: 'lg',
      className: 'text-ink-soft',
      cell: (row) => <Edited at={row.updatedAt} />,
    },
    {
      id: 'actions',
      header: <span className="sr-only">Actions</span>,
      align: 'right',
      className: 'whitespace-nowrap',
      cell: (row) => (
        <span className="inline-flex justify-end gap-0.5">
          {actions && row.status !== 'draft' ? <PauseButton workflow={row} /> : null}
          <RowMenu workflow={row} actions={actions} />
        </span>
      ),
    },
  ]
}

/** When it was edited: by people, and so by the wall's clock, also where a sandbox's is days ahead. */
function Edited({ at }: { at: string }) {
  return (
    <time dateTime={at} title={formatMoment(at)}>
      {formatAgo(at, Date.now())}
    </time>
  )
}

function PauseButton({ workflow }: { workflow: Workflow }) {
  const setPaused = useSetPaused()
  const paused = workflow.status === 'paused'
  const { resume, pending, dialog } = useResume(workflow.id)
  const pause = () =>
    setPaused.mutate(
      { id: workflow.id, paused: true },
      {
        onSuccess: () =>
          toast.success(`${workflow.name} is paused`, {
            description: 'It enrols nobody and sends nothing; waits go on.',
            action: { label: 'Undo', onClick: () => setPaused.mutate({ id: workflow.id, paused: false }) },
          }),
        onError: (error) => toast.error('That didn’t work', { description: messageOf(error) }),
      },
    )
  return (
    <>
      {dialog}
      <IconButton
        size="sm"
        label={paused ? `Resume ${workflow.name}` : `Pause ${workflow.name}`}
        icon={paused ? <Play /> : <Pause />}
        loading={setPaused.isPending || pending}
        onClick={paused ? resume : pause}
      />
    </>
  )
}

function RowMenu({ workflow, actions }: { workflow: Workflow; actions: RowActions | null }) {
  const navigate = useNavigate()
  const look = [
    { label: 'Open the canvas', onSelect: () => void navigate(`/crm/workflows/${workflow.id}`) },
    { label: 'Runs', onSelect: () => void navigate(`/crm/workflows/${workflow.id}/runs`) },
  ]
  const isLive = workflow.status === 'live'
  const start = {
    label: 'Start for a segment',
    icon: <Play />,
    disabled: !isLive,
    hint: isLive ? undefined : workflow.status === 'paused' ? 'Resume it first' : 'Publish it first',
  }
  const remove = {
    label: 'Delete',
    icon: <Trash2 />,
    danger: true,
    disabled: isLive,
    hint: isLive ? 'Pause it first' : undefined,
  }
  return (
    <Menu
      trigger={<IconButton size="sm" label={`More for ${workflow.name}`} tooltip={false} icon={<Ellipsis />} />}
      sections={[
        { items: look },
        ...(actions
          ? [
              { items: [{ ...start, onSelect: () => actions.onStart(workflow) }] },
              { items: [{ ...remove, onSelect: () => actions.onDelete(workflow) }] },
            ]
          : []),
      ]}
    />
  )
}

function DeleteWorkflow({ workflow, onClose }: { workflow: Workflow | null; onClose: () => void }) {
  const remove = useDeleteWorkflow()
  const close = () => {
    remove.reset()
    onClose()
  }
  return (
    <ConfirmDialog
      open={workflow !== null}
      onOpenChange={(open) => (open ? undefined : close())}
      title={`Delete ${workflow?.name ?? 'the workflow'}?`}
      description="Its draft, versions and runs go with it. Texts that were sent stay in the record."
      confirmLabel="Delete workflow"
      danger
      loading={remove.isPending}
      error={remove.isError ? messageOf(remove.error) : null}
      onConfirm={() => {
        if (workflow) {
          remove.mutate(workflow.id, {
            onSuccess: () => {
              toast.success(`${workflow.name} was deleted`)
              close()
            },
          })
        }
      }}
    />
  )
}
