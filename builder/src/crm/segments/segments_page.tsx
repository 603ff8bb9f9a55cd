import { ListFilter, Plus } from 'lucide-react'
import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { messageOf } from '../../api/problem.ts'
import { useSegments, type Segment } from '../../api/segments.ts'
import { useMay } from '../../api/session.ts'
import { Page } from '../../app/page.tsx'
import { useShortcuts } from '../../app/shortcuts.ts'
import { useSearchState } from '../../app/use_search_state.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { DataTable } from '../../ui/data_table.tsx'
import { EmptyState, ErrorState } from '../../ui/empty_state.tsx'
import { SearchInput } from '../../ui/input.tsx'
import { EnrollDialog } from '../contacts/enroll_dialog.tsx'
import { useAsked } from '../shared/use_asked.ts'
import { WhoMay } from '../shared/who_may.tsx'
import { conditionInWords } from './condition_words.ts'
import { DeleteSegment } from './delete_segment.tsx'
import { OpenSegment } from './open_segment.tsx'
import { segmentColumns, segmentPath } from './segment_columns.tsx'

const says = (segment: Segment, words: string) =>
  [segment.name, conditionInWords(segment.rules), ...segment.workflows.map((use) => use.name)]
    .join('\n')
    .toLowerCase()
    .includes(words.trim().toLowerCase())

/** All segments: what each asks for, how many contacts are in it now, which workflows start by it. */
export function SegmentsPage() {
  const { id } = useParams()
  const navigate = useNavigate()
  const may = useMay('segments:write')
  const segments = useSegments()
  const [{ search }, setSearch] = useSearchState(['search'])
  const [deleting, setDeleting] = useState<Segment | null>(null)
  const starting = useAsked<Segment>()
  const all = segments.data ?? []
  const rows = all.filter((segment) => says(segment, search))
  useShortcuts('Segments', [
    { keys: 'n', label: 'New segment', run: () => void navigate('/crm/segments/new'), when: () => may },
  ])
  const create = may ? (
    <ButtonLink variant="primary" to="/crm/segments/new" icon={<Plus />}>
      New segment
    </ButtonLink>
  ) : undefined
  return (
    <Page title="Segments" actions={create}>
      <WhoMay scope="segments:write" className="mb-3" />
      {all.length > 0 ? (
        <SearchInput
          label="Search segments"
          value={search}
          onChange={(value) => setSearch({ search: value })}
          className="mb-3 w-full sm:w-72"
        />
      ) : null}
      {segments.isError && !segments.data ? (
        <ErrorState message={messageOf(segments.error)} onRetry={() => void segments.refetch()} />
      ) : (
        <div className="rounded-lg border border-line bg-raised shadow-card">
          <DataTable
            label="Segments"
            columns={segmentColumns({ search, actions: may ? { onStart: starting.ask, onDelete: setDeleting } : null })}
            rows={rows}
            rowKey={(row) => row.id}
            rowTo={(row) => segmentPath(row.id, search)}
            loading={segments.isPending}
            empty={
              all.length > 0 ? (
                <EmptyState
                  title="No segment matches"
                  action={<Button onClick={() => setSearch({ search: '' })}>Clear the search</Button>}
                />
              ) : (
                <EmptyState
                  icon={<ListFilter />}
                  title="No segment yet"
                  description="A segment is the contacts that its rules hold for, such as everybody tagged “vip”. Workflows start as somebody comes into one, or for all of it on a schedule."
                  action={create}
                />
              )
            }
          />
        </div>
      )}
      <OpenSegment key={id ?? ''} id={id} segments={segments.data} />
      {starting.about ? (
        <EnrollDialog
          key={starting.about.id}
          open={starting.open}
          who={{ segment: starting.about }}
          onClose={starting.close}
        />
      ) : null}
      <DeleteSegment segment={deleting} onClose={() => setDeleting(null)} />
    </Page>
  )
}
