import { Workflow } from 'lucide-react'
import { Link } from 'react-router'
import { useMay } from '../../api/session.ts'
import type { DashboardData } from '../../api/types.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { DataTable, type Column } from '../../ui/data_table.tsx'
import { EmptyState } from '../../ui/empty_state.tsx'
import { formatCount } from '../../ui/format.ts'
import { WorkflowStatusBadge } from '../shared/workflow_status.tsx'

type Row = DashboardData['workflows'][number]

const columns: readonly Column<Row>[] = [
  {
    id: 'name',
    header: 'Workflow',
    cell: (row) => (
      <Link to={`/crm/workflows/${row.id}`} className="font-medium hover:text-rose-ink">
        {row.name}
      </Link>
    ),
  },
  { id: 'status', header: 'Status', cell: (row) => <WorkflowStatusBadge status={row.status} /> },
  { id: 'active', header: 'Under way', align: 'right', cell: (row) => formatCount(row.active) },
  { id: 'completed', header: 'Completed', align: 'right', from: 'sm', cell: (row) => formatCount(row.completed) },
  {
    id: 'failed',
    header: 'Failed',
    align: 'right',
    from: 'sm',
    cell: (row) =>
      row.failed ? (
        <Link to={`/crm/workflows/${row.id}/runs?status=failed`} className="font-medium text-bad-ink hover:underline">
          {formatCount(row.failed)}
        </Link>
      ) : (
        '0'
      ),
  },
]

/** Each workflow with what is under way in it. */
export function WorkflowsCard({ data }: { data: DashboardData | undefined }) {
  const may = useMay('workflows:write')
  return (
    <Card
      title="Workflows"
      flush
      actions={
        <ButtonLink variant="ghost" size="sm" to="/crm/workflows">
          All workflows
        </ButtonLink>
      }
    >
      <DataTable
        label="Workflows"
        columns={columns}
        rows={data?.workflows ?? []}
        rowKey={(row) => row.id}
        rowTo={(row) => `/crm/workflows/${row.id}`}
        loading={!data}
        empty={
          <EmptyState
            icon={<Workflow />}
            title="No workflow yet"
            description="A workflow texts contacts by itself, waits, and follows their replies."
            action={
              may ? (
                <ButtonLink variant="primary" to="/crm/workflows?new=1">
                  Create a workflow
                </ButtonLink>
              ) : undefined
            }
            className="py-8"
          />
        }
      />
    </Card>
  )
}
