import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useContactSearch } from '../../api/contacts.ts'
import { useDebounced } from '../../app/use_debounced.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { SearchInput } from '../../ui/input.tsx'
import { Popover } from '../../ui/popover.tsx'
import { contactName, formatPhone } from '../shared/contact_text.ts'

/** Puts a further contact's phone on the table. */
export function PhonePicker({ shown, onAdd }: { shown: readonly string[]; onAdd: (id: string) => void }) {
  const [open, setOpen] = useState(false)
  const [query, setQuery] = useState('')
  const found = useContactSearch(useDebounced(query, 180), open)
  const rows = (found.data ?? []).filter((contact) => !shown.includes(contact.id))
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      align="end"
      className="w-76 p-2"
      trigger={
        <Button variant="primary" icon={<Plus />}>
          Add phone
        </Button>
      }
    >
      <SearchInput label="Search contacts" value={query} onChange={setQuery} autoFocus />
      <ul className="mt-1.5 flex max-h-72 flex-col overflow-y-auto">
        {found.data && rows.length === 0 ? (
          <li className="px-2 py-4 text-center text-sm text-ink-faint">No other contact matches.</li>
        ) : null}
        {rows.map((contact) => (
          <li key={contact.id}>
            <button
              type="button"
              className="flex w-full items-center gap-2.5 rounded-sm px-2 py-1.5 text-left hover:bg-hover"
              onClick={() => {
                onAdd(contact.id)
                setOpen(false)
                setQuery('')
              }}
            >
              <Avatar name={contactName(contact)} size="sm" />
              <span className="min-w-0">
                <span className="block truncate text-base">{contactName(contact)}</span>
                <span className="nums block text-xs text-ink-faint">{formatPhone(contact.phone)}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Popover>
  )
}
