import { Moon, Plus, Sun, Upload, UserPlus, Workflow } from 'lucide-react'
import type { ReactNode } from 'react'
import { useNavigate } from 'react-router'
import { useContactSearch } from '../api/contacts.ts'
import { useWorkspace } from '../api/session.ts'
import { useWorkflows } from '../api/workflows.ts'
import { contactName, formatPhone } from '../crm/shared/contact_text.ts'
import { Avatar } from '../ui/avatar.tsx'
import { navigationItems } from './navigation.ts'
import { useTheme } from './theme.ts'

export interface PaletteItem {
  id: string
  group: 'Contacts' | 'Workflows' | 'Go to' | 'Do'
  label: string
  hint?: string
  icon: ReactNode
  keys?: string
  run: () => void
}

/** Everything that matches the query, best group first; all pages and actions when there is no query. */
export function usePaletteItems(query: string): PaletteItem[] {
  const navigate = useNavigate()
  const workspace = useWorkspace()
  const { setTheme } = useTheme()
  const contacts = useContactSearch(query, query.length > 1)
  const workflows = useWorkflows()
  const open = (to: string) => () => void navigate(to)
  const matches = (text: string) => text.toLowerCase().includes(query.toLowerCase())

  const found: PaletteItem[] = (query.length > 1 ? (contacts.data ?? []) : []).map((contact) => ({
    id: contact.id,
    group: 'Contacts',
    label: contactName(contact),
    hint: formatPhone(contact.phone),
    icon: <Avatar name={contactName(contact)} size="sm" className="-mx-1 size-6.5" />,
    run: open(`/crm/contacts/${contact.id}`),
  }))
  const flows: PaletteItem[] = (workflows.data ?? []).map((workflow) => ({
    id: workflow.id,
    group: 'Workflows',
    label: workflow.name,
    hint: workflow.status,
    icon: <Workflow />,
    run: open(`/crm/workflows/${workflow.id}`),
  }))
  const places: PaletteItem[] = navigationItems(workspace?.mode).map((item) => ({
    id: item.to,
    group: 'Go to',
    label: item.label,
    icon: <item.icon />,
    keys: item.keys,
    run: open(item.to),
  }))
  const actions: PaletteItem[] = [
    { id: 'new-contact', group: 'Do', label: 'Add a contact', icon: <UserPlus />, run: open('/crm/contacts/new') },
    {
      id: 'import',
      group: 'Do',
      label: 'Import contacts from a CSV file',
      icon: <Upload />,
      run: open('/crm/contacts/import'),
    },
    { id: 'new-workflow', group: 'Do', label: 'Create a workflow', icon: <Plus />, run: open('/crm/workflows?new=1') },
    { id: 'light', group: 'Do', label: 'Use the light theme', icon: <Sun />, run: () => setTheme('light') },
    { id: 'dark', group: 'Do', label: 'Use the dark theme', icon: <Moon />, run: () => setTheme('dark') },
  ]
  return [...found, ...[...flows, ...places, ...actions].filter((item) => matches(item.label))]
}
