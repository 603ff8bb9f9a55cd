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
import { SearchInput } from '../../ui/input.tsx'
import { LoadMore } from '../../ui/load_more.tsx'
import { Select } from '../../ui/select.tsx'
import { contactName } from '../shared/contact_text.ts'
import { BulkBar } from './bulk_bar.tsx'
import { contactColumns } from './contact_columns.tsx'
import { useMay } from '../../api/session.ts'
import { WhoMay } from '../shared/who_may.tsx'

const statuses = [
  { value: '', label: 'Any consent' },
  { value: 'opted_in', label: 'Opted in' },
  { value: 'pending', label: 'No consent yet' },
  { value: 'opted_out', label: 'Opted out' },
] as const

/** All contacts, searched and filtered on the server. */
export function ContactsPage() {
  const navigate = useNavigate()
  const may = useMay('contacts:write')
  const [filter, setFilter] = useSearchState(['search', 'status', 'tag'])
  const search = useDebounced(filter.search)
  const [selection, setSelection] = useState<ReadonlySet<string>>(new Set())
  const contacts = useContacts({ search, status: filter.status, tag: filter.tag })
  const tags = useTags()
  const rows = contacts.data?.pages.flatMap((page) => page.data) ?? []
  const filtered = Boolean(filter.search || filter.status || filter.tag)
  const clear = () => {
    setFilter({ search: '', status: '', tag: '' })
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
      <div className="mb-3 flex flex-wrap gap-2">
        <SearchInput
          label="Search name, number or e-mail"
          value={filter.search}
          onChange={(value) => setFilter({ search: value })}
          className="w-full sm:w-72"
        />
        <Select
          label="Consent"
          value={statuses.find((status) => status.value === filter.status)?.value ?? ''}
          onChange={(status) => setFilter({ status })}
          options={statuses}
          className="w-auto min-w-36 flex-1 sm:flex-none"
        />
        <Select
          label="Tag"
          value={filter.tag}
          onChange={(tag) => setFilter({ tag })}
          options={[
            { value: '', label: 'Any tag' },
            ...(tags.data ?? []).map((tag) => ({ value: tag.name, label: tag.name })),
          ]}
          className="w-auto min-w-32 flex-1 sm:flex-none"
        />
        {filtered ? (
          <Button variant="ghost" onClick={clear}>
            Clear filters
          </Button>
        ) : null}
      </div>
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
        description="No contact fits all of the search, the consent and the tag."
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
