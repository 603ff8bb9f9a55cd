import { Download, Upload, UserPlus, UsersRound } from 'lucide-react'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useContacts, useTags } from '../../api/contacts.ts'
import { withQuery } from '../../api/client.ts'
import { messageOf } from '../../api/problem.ts'
import { workspaceId } from '../../api/workspace_choice.ts'
import { Page } from '../../app/page.tsx'
import { useShortcuts } from '../../app/shortcuts.ts'
import { useDebounced } from '../../app/use_debounced.ts'
import { useSearchState } from '../../app/use_search_state.ts'
import { Button, buttonLook, ButtonLink } from '../../ui/button.tsx'
import { cn } from '../../ui/cn.ts'
import { DataTable } from '../../ui/data_table.tsx'
import { EmptyState, ErrorState } from '../../ui/empty_state.tsx'
import { LoadMore } from '../../ui/load_more.tsx'
import { contactName } from '../shared/contact_text.ts'
import { BulkBar } from './bulk_bar.tsx'
import { ContactFilters } from './contact_filters.tsx'
import { contactColumns } from './contact_columns.tsx'
import { useMay } from '../../api/session.ts'
import { WhoMay } from '../shared/who_may.tsx'

/** All contacts, searched and filtered on the server. */
export function ContactsPage() {
  const navigate = useNavigate()
  const may = useMay('contacts:write')
  const [filter, setFilter] = useSearchState(['search', 'status', 'tag', 'segment'])
  const search = useDebounced(filter.search)
  const [selection, setSelection] = useState<ReadonlySet<string>>(new Set())
  const contacts = useContacts({ ...filter, search })
  const tags = useTags()
  const rows = contacts.data?.pages.flatMap((page) => page.data) ?? []
  const filtered = Boolean(filter.search || filter.status || filter.tag || filter.segment)
  const clear = () => {
    setFilter({ search: '', status: '', tag: '', segment: '' })
  }
  useShortcuts(
    'Contacts',
    [
      { keys: 'n', label: 'New contact', run: () => void navigate('/crm/contacts/new') },
      { keys: 'mod+a', label: 'Select all shown', run: () => setSelection(new Set(rows.map((row) => row.id))) },
      { keys: 'x', label: 'Select the row in focus', run: () => undefined },
    ].filter(() => may),
  )
  return (
    <Page
      title="Contacts"
      actions={
        <>
          <a
            href={withQuery('/api/contacts/export', {
              search: filter.search,
              optInStatus: filter.status,
              tag: filter.tag,
              segmentId: filter.segment,
              workspaceId: workspaceId(),
            })}
            download
            className={cn(buttonLook({ variant: 'ghost' }), 'max-md:hidden')}
          >
            <Download /> Export
          </a>
          {may ? (
            <>
              <ButtonLink to="/crm/contacts/import" icon={<Upload />} className="max-sm:hidden">
                Import
              </ButtonLink>
              <ButtonLink variant="primary" to="/crm/contacts/new" icon={<UserPlus />}>
                Add contact
              </ButtonLink>
            </>
          ) : null}
        </>
      }
    >
      <WhoMay scope="contacts:write" className="mb-3" />
      <ContactFilters filter={filter} onChange={setFilter} onClear={filtered ? clear : null} />
      {contacts.isError && rows.length === 0 ? (
        <ErrorState message={messageOf(contacts.error)} onRetry={() => void contacts.refetch()} />
      ) : (
        <div className="rounded-lg border border-line bg-raised shadow-card empty:hidden">
          <DataTable
            label="Contacts"
            columns={contactColumns}
            rows={rows}
            rowKey={(row) => row.id}
            rowTo={(row) => `/crm/contacts/${row.id}`}
            rowLabel={contactName}
            loading={contacts.isPending}
            selection={may ? selection : undefined}
            onSelection={setSelection}
            empty={<NoContacts filtered={filtered} onClear={clear} />}
          />
          <LoadMore
            hasMore={contacts.hasNextPage}
            loading={contacts.isFetchingNextPage}
            onMore={() => void contacts.fetchNextPage()}
          />
        </div>
      )}
      <BulkBar
        selection={selection}
        onClear={() => setSelection(new Set())}
        suggestions={(tags.data ?? []).map((tag) => tag.name)}
      />
    </Page>
  )
}

function NoContacts({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  const may = useMay('contacts:write')
  if (filtered) {
    return (
      <EmptyState
        icon={<UsersRound />}
        title="Nobody matches"
        description="No contact fits all of the filters."
        action={<Button onClick={onClear}>Clear filters</Button>}
      />
    )
  }
  return (
    <EmptyState
      icon={<UsersRound />}
      title="No contacts yet"
      description={
        may
          ? 'Add somebody who agreed to be texted, or import a list with the proof of consent.'
          : 'People who can be texted appear here.'
      }
      action={
        may ? (
          <>
            <ButtonLink variant="primary" to="/crm/contacts/new" icon={<UserPlus />}>
              Add contact
            </ButtonLink>
            <ButtonLink to="/crm/contacts/import" icon={<Upload />}>
              Import a CSV
            </ButtonLink>
          </>
        ) : undefined
      }
    />
  )
}
