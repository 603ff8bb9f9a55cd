import { Copy, Ellipsis, Pencil, Trash2, UsersRound, Workflow } from 'lucide-react'
import { Link, useNavigate } from 'react-router'
import { withQuery } from '../../api/client.ts'
import { useSegment, type Segment, type SegmentUse } from '../../api/segments.ts'
import type { Column } from '../../ui/data_table.tsx'
import { formatCount, plural } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon_button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { conditionInWords } from './condition_words.ts'

const COUNT_EVERY_MS = 30_000

interface ColumnsOptions {
  /** What the list is searched for; it stays while a segment is looked at. */
  search: string
  /** Null for whoever may only look. */
  actions: SegmentActions | null
}

export interface SegmentActions {
  onStart: (segment: Segment) => void
  onDelete: (segment: Segment) => void
}

export function segmentColumns({ search, actions }: ColumnsOptions): Column<Segment>[] {
  return [
    {
      id: 'name',
      header: 'Name',
      className: 'max-w-60 max-md:w-full max-md:max-w-0',
      cell: (row) => (
        <>
          <Link
            to={segmentPath(row.id, search)}
            tabIndex={-1}
            className="block truncate font-medium hover:text-rose-ink"
          >
            {row.name}
          </Link>
          <span className="line-clamp-2 text-sm text-ink-soft md:hidden">{conditionInWords(row.rules)}</span>
          {row.workflows.length > 0 ? (
            <span className="block truncate text-sm text-ink-faint lg:hidden">
              Used by {usersInWords(row.workflows)}
            </span>
          ) : null}
        </>
      ),
    },
    {
      id: 'rules',
      header: 'Who is in it',
      from: 'md',
      className: 'max-w-96 text-ink-soft',
      cell: (row) => {
        const words = conditionInWords(row.rules)
        return (
          <span title={words} className="line-clamp-2 wrap-anywhere">
            {words}
          </span>
        )
      },
    },
    {
      id: 'workflows',
      header: 'Used by',
      from: 'lg',
      className: 'max-w-56',
      cell: (row) => <Users uses={row.workflows} />,
    },
    {
      id: 'count',
      header: 'Contacts',
      align: 'right',
      cell: (row) => <Count segment={row} />,
    },
    ...(actions ? [menu(search, actions)] : []),
  ]
}

const menu = (search: string, actions: SegmentActions): Column<Segment> => ({
  id: 'actions',
  header: <span className="sr-only">Actions</span>,
  align: 'right',
  cell: (row) => <RowMenu segment={row} search={search} actions={actions} />,
})

/** The window of a segment, over the list as it was searched. */
export const segmentPath = (id: string, search: string) => withQuery(`/crm/segments/${id}`, { search })
const contactsPath = ({ id }: Segment) => `/crm/contacts?segment=${id}`

/** How many are in it now; each counted by itself, so that the list never waits for the longest. */
function Count({ segment }: { segment: Segment }) {
  const { data, isError } = useSegment(segment.id, COUNT_EVERY_MS)
  if (data?.count === undefined) return isError ? '–' : <Skeleton className="ml-auto h-3.5 w-8" />
  return (
    <Link
      to={contactsPath(segment)}
      aria-label={`See ${plural(data.count, 'contact')} of ${segment.name}`}
      className="rounded-xs font-medium hover:text-rose-ink hover:underline"
    >
      {formatCount(data.count)}
    </Link>
  )
}

const usersInWords = (uses: readonly SegmentUse[]) => uses.map((use) => use.name).join(', ')

/** The workflows that start by it, the first by name. */
function Users({ uses }: { uses: readonly SegmentUse[] }) {
  const [first, ...rest] = uses
  if (first === undefined) return <span className="text-ink-faint">–</span>
  return (
    <span title={usersInWords(uses)} className="flex min-w-0 items-baseline gap-1.5">
      <Link to={`/crm/workflows/${first.id}`} className="truncate rounded-xs hover:text-rose-ink">
        {first.name}
      </Link>
      {rest.length > 0 ? <span className="shrink-0 text-sm text-ink-faint">+{rest.length}</span> : null}
    </span>
  )
}

function RowMenu({ segment, search, actions }: { segment: Segment; search: string; actions: SegmentActions }) {
  const navigate = useNavigate()
  const go = (to: string) => () => void navigate(to)
  return (
    <Menu
      trigger={<IconButton size="sm" label={`More for ${segment.name}`} tooltip={false} icon={<Ellipsis />} />}
      sections={[
        {
          items: [
            { label: 'Rename or change rules', icon: <Pencil />, onSelect: go(segmentPath(segment.id, search)) },
            {
              label: 'Duplicate',
              icon: <Copy />,
              onSelect: go(withQuery('/crm/segments/new', { from: segment.id, search })),
            },
            { label: 'See its contacts', icon: <UsersRound />, onSelect: go(contactsPath(segment)) },
            { label: 'Start a workflow for them', icon: <Workflow />, onSelect: () => actions.onStart(segment) },
          ],
        },
        { items: [{ label: 'Delete', icon: <Trash2 />, danger: true, onSelect: () => actions.onDelete(segment) }] },
      ]}
    />
  )
}
