import { ListFilter, Moon, Plus, Sun, Upload, UserPlus, Workflow } from 'lucide-react'
import type { ReactNode } from 'react'
import { useNavigate } from 'react-router'
import { useContactSearch } from '../api/contacts.ts'
import { useSegments } from '../api/segments.ts'
import { useMay, useWorkspace } from '../api/session.ts'
import { useWorkflows } from '../api/workflows.ts'
import { conditionInWords } from '../crm/segments/condition_words.ts'
import { contactName, formatPhone } from '../crm/shared/contact_text.ts'
import { Avatar } from '../ui/avatar.tsx'
import { navigationItems } from './navigation.ts'
import { useTheme } from './theme.ts'

export interface PaletteItem {
  id: string
  group: 'Contacts' | 'Segments' | 'Workflows' | 'Go to' | 'Do'
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
  const contacts = useContactSearch(query, query.length > 1)
  const workflows = useWorkflows()
  const segments = useSegments({ enabled: query.length > 1 })
  const actions = useActions()
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
  const groups: PaletteItem[] = (segments.data ?? []).map((segment) => ({
    id: segment.id,
    group: 'Segments',
    label: segment.name,
    hint: conditionInWords(segment.rules),
    icon: <ListFilter />,
    run: open(`/crm/segments/${segment.id}`),
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
  return [...found, ...[...groups, ...flows, ...places, ...actions].filter((item) => matches(item.label))]
}

/** What can be done from anywhere, as far as the member may. */
function useActions(): PaletteItem[] {
  const navigate = useNavigate()
  const { setTheme } = useTheme()
  const mayContacts = useMay('contacts:write')
  const maySegments = useMay('segments:write')
  const mayWorkflows = useMay('workflows:write')
  const making: [boolean, Pick<PaletteItem, 'id' | 'label' | 'icon'>, string][] = [
    [mayContacts, { id: 'new-contact', label: 'Add a contact', icon: <UserPlus /> }, '/crm/contacts/new'],
    [mayContacts, { id: 'import', label: 'Import contacts from a CSV file', icon: <Upload /> }, '/crm/contacts/import'],
    [maySegments, { id: 'new-segment', label: 'Create a segment', icon: <Plus /> }, '/crm/segments/new'],
    [mayWorkflows, { id: 'new-workflow', label: 'Create a workflow', icon: <Plus /> }, '/crm/workflows?new=1'],
  ]
  return [
    ...making
      .filter(([may]) => may)
      .map(([, item, to]): PaletteItem => ({ ...item, group: 'Do', run: () => void navigate(to) })),
    { id: 'light', group: 'Do', label: 'Use the light theme', icon: <Sun />, run: () => setTheme('light') },
    { id: 'dark', group: 'Do', label: 'Use the dark theme', icon: <Moon />, run: () => setTheme('dark') },
  ]
}
